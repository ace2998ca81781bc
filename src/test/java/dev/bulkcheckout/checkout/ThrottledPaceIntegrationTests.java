package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise about pace over real HTTP, from a cold start; prints what it measures. The
 * shapes are told apart in {@code ThrottleShapesTests}, without the machine.
 */
class ThrottledPaceIntegrationTests {

	private static final String CELLS = """
			20 sliding=10s, 300, 18.4, 2
			10 sliding=60s, 300, 9.7, 2.5
			100 fixed=1s, 60, 95, 2
			20 fixed=1s, 60, 18, 2
			100 sliding=1s, 60, 93, 2
			20 sliding=1s, 60, 17.2, 2
			100 burst=100ms, 60, 95, 2
			100 burst=500ms, 60, 97, 2
			100 burst=1s, 60, 97, 2
			100 burst=5s, 60, 97, 2
			5 burst=1s, 60, 4.5, 5
			none, 20, 500, 1
			none sporadic=1% sporadic-retry-after=2s, 60, 400, 2
			none sporadic=2% sporadic-retry-after=2s, 60, 400, 3
			none sporadic=5% sporadic-retry-after=2s, 60, 400, 6""";

	@Test
	void throttleIsUsedAndRespected() throws Exception {
		PaceMeasurement measured = PaceMeasurement.of("100 fixed=1s", Duration.ofSeconds(15));
		System.out.println(measured);
		assertThat(measured.perSecond()).as(measured.toString()).isBetween(20.0, 120.0);
		assertThat(measured.refused()).as(measured.toString()).isLessThan(0.08);
	}

	/**
	 * The table of the record about pace, a quarter of an hour. Two cells at a time, so
	 * that they do not wait for the machine.
	 */
	@Test
	@Tag("long")
	void promise() throws Exception {
		List<Cell> cells = CELLS.lines().map(Cell::parse).toList();
		List<String> broken = new ArrayList<>();
		System.out.println("| how the API counts | seconds | carried a second | refused |\n| --- | --- | --- | --- |");
		try (ExecutorService two = Executors.newFixedThreadPool(2)) {
			List<Future<PaceMeasurement>> measured = cells.stream().map((cell) -> two.submit(cell::measure)).toList();
			for (int i = 0; i < cells.size(); i++) {
				PaceMeasurement result = measured.get(i).get();
				System.out.printf(Locale.ROOT, "| %s | %d | %.1f | %.2f %% |%n", result.throttle(),
						cells.get(i).seconds(), result.perSecond(), 100 * result.refused());
				if (!cells.get(i).isKept(result)) {
					broken.add(cells.get(i) + ": " + result);
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	/**
	 * A customer's limit slows down that customer: 40, one with seven times the carts.
	 */
	@Test
	@Tag("long")
	void customersWithALimitOfTheirOwn() throws Exception {
		for (String shape : List.of("burst=1s", "fixed=1s", "sliding=1s")) {
			PaceMeasurement.Customers measured = PaceMeasurement.ofCustomers("5 per-customer " + shape, 40, 50, 350);
			System.out.println(shape + ": " + measured);
			assertThat(measured.othersSeconds()).as(measured.toString()).isLessThan(30);
			assertThat(measured.heavySeconds()).as("69 s at best: " + measured).isLessThan(110);
			assertThat(measured.refused()).as(measured.toString()).isLessThan(0.05);
		}
	}

	/**
	 * A measurement and what it must show.
	 *
	 * @param perSecond calls a second that are carried at least
	 * @param refusedPercent of the calls, less than this
	 */
	private record Cell(String throttle, int seconds, double perSecond, double refusedPercent) {

		static Cell parse(String line) {
			String[] words = line.split(", ");
			return new Cell(words[0], Integer.parseInt(words[1]), Double.parseDouble(words[2]),
					Double.parseDouble(words[3]));
		}

		PaceMeasurement measure() throws Exception {
			return PaceMeasurement.of(this.throttle, Duration.ofSeconds(this.seconds));
		}

		boolean isKept(PaceMeasurement measured) {
			return measured.perSecond() > this.perSecond && 100 * measured.refused() < this.refusedPercent;
		}

	}

}
