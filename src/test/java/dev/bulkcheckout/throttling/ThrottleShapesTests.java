package dev.bulkcheckout.throttling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.throttling.SimulatedRun.Carried;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much of an untold limit is carried, and how many calls are refused, however the API
 * counts: from a cold start, 64 in flight, calls of 60 ms, 20 seeds each.
 */
class ThrottleShapesTests {

	private static final int SEEDS = 20;

	@ParameterizedTest
	@CsvSource({ "fixed 1, 100, 75, 95, 2", "fixed 1, 20, 75, 90, 2", "sliding 1, 100, 75, 93, 2",
			"sliding 1, 20, 75, 86, 2", "bucket 0.1, 100, 75, 95, 2", "bucket 0.5, 100, 75, 97, 2",
			"bucket 1, 100, 75, 97, 2", "bucket 5, 100, 75, 97, 2", "sliding 10, 20, 300, 92, 2",
			"sliding 60, 10, 300, 97, 2.5", "bucket 1, 5, 300, 95, 3", "bucket 1, 500, 75, 95, 2" })
	void carriesWhatIsAllowedWithFewRefusals(String shape, int limit, int seconds, int percent, double refused) {
		List<Carried> runs = IntStream.range(0, SEEDS)
			.parallel()
			.mapToObj((seed) -> run(limiter(shape, limit, seed), seed).run(seconds))
			.toList();
		double carried = runs.stream().mapToDouble(Carried::perSecond).average().orElseThrow() / limit;
		double share = runs.stream().mapToDouble(Carried::shareRefused).average().orElseThrow();
		System.out.printf("%s, %d/s: %.1f %% carried, %.2f %% refused%n", shape, limit, 100 * carried, 100 * share);
		assertThat(100 * carried).isGreaterThan(percent);
		assertThat(100 * share).isLessThan(refused);
	}

	@ParameterizedTest
	@CsvSource({ "0.01, 64, 75, 90, 85", "0.02, 256, 25, 75, 70", "0.05, 64, 75, 90, 80", "0.05, 256, 25, 80, 50" })
	void refusalsThatAreNotThePacesFaultSlowDownNobody(double share, int inFlight, int seconds, int percent,
			int percentAtWorst) {
		double possible = new SimulatedRun(Limiter.none(), inFlight, 0.06, false, 0).run(seconds).accepted()
				* (1 - share) / 100;
		DoubleSummaryStatistics carried = IntStream.range(0, SEEDS)
			.parallel()
			.mapToDouble((seed) -> new SimulatedRun(Limiter.none().sporadically(share, 2, new Random(seed)), inFlight,
					latency(seed), false, seed)
				.run(seconds)
				.accepted() / possible)
			.summaryStatistics();
		System.out.printf("%.0f %% refused at random, %d in flight: %.1f %% of what is possible, at worst %.1f%n",
				100 * share, inFlight, carried.getAverage(), carried.getMin());
		assertThat(carried.getAverage()).isGreaterThan(percent);
		assertThat(carried.getMin()).isGreaterThan(percentAtWorst);
	}

	@Test
	void someCartsThatAreRefusedOnceHoldUpOnlyThemselves() {
		double without = done(Limiter.none());
		double with = done(Limiter.none().eachOnce(16, 24, 2));
		System.out.printf("24 of 384 carts refused once: done after %.1f s instead of %.1f%n", with, without);
		assertThat(with - without).isLessThan(10);
	}

	private static double done(Limiter limiter) {
		SequencedMap<Integer, Deque<Integer>> carts = new LinkedHashMap<>();
		IntStream.range(0, 384).forEach((cart) -> carts.put(cart, new ArrayDeque<>(List.of(cart))));
		SimulatedRun run = new SimulatedRun(limiter, 64, 0.06, false, 1, carts);
		run.run(300);
		assertThat(run.doneAt()).hasSize(384);
		return run.doneAt().values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	@ParameterizedTest
	@CsvSource({ "bucket 1, 13, 79.35", "fixed 1, 27, 99", "sliding 1, 18, 92" })
	void aCustomersLimitSlowsDownThatCustomer(String shape, double othersDone, double heavyDone) {
		double[] heavy = new double[SEEDS];
		double others = mean((seed) -> {
			Random seeds = new Random(seed);
			SimulatedRun run = new SimulatedRun(Limiter.perCustomer(() -> limiter(shape, 5, seeds.nextInt())), 64, 0.06,
					false, seed, carts(40, 7));
			run.run(300);
			Map<Integer, Double> done = run.doneAt();
			heavy[seed] = Objects.requireNonNull(done.get(0));
			return IntStream.range(1, 40).mapToDouble(done::get).max().orElseThrow();
		});
		double heavyMean = Arrays.stream(heavy).average().orElseThrow();
		System.out.printf("5/s for each customer, %s: the others done after %.1f s, the heavy one after %.1f s%n",
				shape, others, heavyMean);
		assertThat(others).as("10 s at best").isLessThan(othersDone);
		assertThat(heavyMean).as("69 s at best").isLessThan(heavyDone);
	}

	private static SequencedMap<Integer, Deque<Integer>> carts(int customers, int heavier) {
		SequencedMap<Integer, Deque<Integer>> carts = new LinkedHashMap<>();
		int number = 0;
		for (int customer = 0; customer < customers; customer++) {
			Deque<Integer> own = new ArrayDeque<>();
			for (int i = 0; i < ((customer == 0) ? 50 * heavier : 50); i++) {
				own.add(number++);
			}
			carts.put(customer, own);
		}
		return carts;
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 1 })
	void aLimitThatChangesIsFound(double burst) {
		List<List<Carried>> runs = IntStream.range(0, SEEDS).parallel().mapToObj((seed) -> {
			Limiter.Bucket bucket = Limiter.bucket(200, burst, false);
			SimulatedRun run = run(bucket, seed);
			run.run(60);
			bucket.limit(20);
			run.run(10);
			Carried fallen = run.run(50);
			bucket.limit(200);
			run.run(40);
			return List.of(fallen, run.run(20));
		}).toList();
		double fallen = mean((seed) -> runs.get(seed).getFirst().perSecond());
		double refused = mean((seed) -> runs.get(seed).getFirst().shareRefused());
		double risen = mean((seed) -> runs.get(seed).getLast().perSecond());
		System.out.printf("200 to 20 and back: %.1f and %.1f a second, %.1f %% refused%n", fallen, risen,
				100 * refused);
		assertThat(fallen).isBetween(18.0, 20.5);
		assertThat(refused).isLessThan(0.03);
		assertThat(risen).isGreaterThan(180);
	}

	@Test
	void withoutALimitThousandsASecondAreSentWithinSeconds() {
		SimulatedRun run = new SimulatedRun(Limiter.none(), 256, 0.06, false, 1);
		run.run(4);
		assertThat(run.run(1).perSecond()).isGreaterThan(2000);
	}

	@ParameterizedTest
	@CsvSource({ "500, 60, 0.2", "6000, 60, 0.2", "100, 300, 0.2", "100, 300, 2" })
	void countsPerLongWindowDoNotMakeItCollapse(int calls, int seconds, double latency) {
		double limit = (double) calls / seconds;
		SimulatedRun run = new SimulatedRun(Limiter.fixed(limit, seconds, 0.3), 64, latency, true, 1);
		Carried first = run.run(5.0 * seconds);
		Carried later = run.run(20.0 * seconds);
		System.out.printf("%d in %d s: first %.1f %%, then %.1f %%, %.2f %% refused%n", calls, seconds,
				100 * first.perSecond() / limit, 100 * later.perSecond() / limit, 100 * later.shareRefused());
		assertThat(first.perSecond()).isGreaterThan(0.9 * limit);
		assertThat(later.perSecond()).isGreaterThan(0.9 * limit);
		assertThat(later.shareRefused()).isLessThan(0.035);
	}

	@Test
	void pausesMuchLongerThanNeededCostLittleWhereOthersShowThatTheApiTakesCalls() {
		SimulatedRun run = run(Limiter.bucket(100, 1, false).retryAfter(60), 1);
		run.run(360);
		assertThat(run.run(600).perSecond()).isGreaterThan(90);
	}

	/** Every shape, limit and window, as the record shows them; takes minutes. */
	@Test
	@Tag("long")
	void table() {
		List<String> shapes = List.of("bucket 0.1", "bucket 0.5", "bucket 1", "bucket 1 count", "bucket 2", "bucket 5",
				"fixed 1", "sliding 1", "sliding 1 count", "sliding 10", "sliding 60");
		for (String shape : shapes) {
			StringBuilder row = new StringBuilder("| " + shape);
			for (int limit : new int[] { 5, 20, 100, 500 }) {
				row.append(" | ").append(cell(shape, limit));
			}
			System.out.println(row + " |");
		}
	}

	private static String cell(String shape, int limit) {
		int seconds = shape.startsWith("sliding 10") || shape.startsWith("sliding 60") ? 300 : 60;
		List<Carried[]> runs = IntStream.of(8, 64, 256)
			.filter((inFlight) -> inFlight / 0.065 >= 1.3 * limit && (inFlight < 256 || limit >= 100))
			.boxed()
			.flatMap((inFlight) -> IntStream.range(0, 2 * SEEDS).parallel().mapToObj((seed) -> {
				SimulatedRun run = new SimulatedRun(limiter(shape, limit, seed), inFlight, 0.06, seed % 2 == 1, seed);
				return new Carried[] { run.run(seconds), run.run(Math.max(120, seconds)) };
			}))
			.toList();
		double first = runs.stream().mapToDouble((run) -> run[0].perSecond()).average().orElseThrow() / limit;
		double worst = runs.stream().mapToDouble((run) -> run[0].perSecond()).min().orElseThrow() / limit;
		double later = runs.stream().mapToDouble((run) -> run[1].perSecond()).average().orElseThrow() / limit;
		double refused = runs.stream().mapToDouble((run) -> run[0].shareRefused()).average().orElseThrow();
		assertThat(later).as(shape + " at " + limit).isGreaterThan(0.5);
		return "%.0f (%.0f) / %.0f / %.1f".formatted(100 * first, 100 * worst, 100 * later, 100 * refused);
	}

	static SimulatedRun run(Limiter limiter, int seed) {
		return new SimulatedRun(limiter, 64, latency(seed), false, seed);
	}

	/** About 60 ms, so that no single course of events decides. */
	private static double latency(int seed) {
		return 0.054 + (0.0006 * seed);
	}

	static Limiter limiter(String shape, double limit, int seed) {
		String[] words = shape.split(" ");
		double length = Double.parseDouble(words[1]);
		boolean counts = words.length > 2;
		return switch (words[0]) {
			case "bucket" -> Limiter.bucket(limit, length, counts);
			case "fixed" -> Limiter.fixed(limit, length, new Random(seed).nextDouble());
			default -> Limiter.sliding(limit, length, counts);
		};
	}

	private static double mean(IntToDoubleFunction run) {
		return IntStream.range(0, SEEDS).parallel().mapToDouble(run).average().orElseThrow();
	}

}
