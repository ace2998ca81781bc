package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorCounts;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.Throttle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program as manager and several workers: what may go wrong, and how fast they
 * are together.
 */
@Tag("long")
class WorkersAtScaleIntegrationTests {

	private static final int IN_FLIGHT_OF_EACH = 64;

	private final Path directory;

	private final RestartablePostgres postgres;

	private final List<Program.Child> children = new ArrayList<>();

	WorkersAtScaleIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.postgres = new RestartablePostgres(directory.resolve("pg"));
	}

	@Test
	void whateverDiesOrFreezesEveryCartIsSettledOnce() {
		int carts = 20_000;
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, carts);
		try (Simulator simulator = simulator(Duration.ofMillis(500), null)) {
			Program program = program(simulator, 2 * IN_FLIGHT_OF_EACH, 24).set("BULK_CHECKOUT_LEASE_LIFE", "4s");
			Program.Child manager = start(program, "run", "carts.csv");
			Program.Child killed = start(program, "worker");
			Program.Child frozen = start(program, "worker");
			Program.Child steady = start(program, "worker");
			await(() -> simulator.counts().checkouts() >= 2_000
					&& List.of(killed, frozen, steady).stream().allMatch((one) -> one.err().contains("takes part")));
			killed.kill();
			start(program, "worker");
			await(() -> simulator.counts().checkouts() >= 5_000);
			frozen.signal("STOP");
			Await.pause(Duration.ofSeconds(12));
			frozen.signal("CONT");
			await(() -> simulator.counts().checkouts() >= 9_000);
			manager.kill();
			Await.pause(Duration.ofSeconds(3));
			Program.Child second = start(program, "restart");
			await(() -> simulator.counts().checkouts() >= 14_000);
			this.postgres.stopFast();
			Await.pause(Duration.ofSeconds(3));
			this.postgres.start();
			assertThat(second.waitFor(Duration.ofMinutes(8))).as(() -> second.said() + steady.said()).isZero();
			long again = simulator.counts().checkouts() - carts;
			System.out.printf("asked again: %d, most in flight: %d%n", again, simulator.counts().maxInFlight());
			Truth.assertToldBy(this.postgres.jdbc(), simulator, carts);
			// a kill, a freeze, the loss of the manager and that of the database
			assertThat(again).as("asked again").isBetween(0L, 4L * 2 * IN_FLIGHT_OF_EACH);
			assertThat(List.of(frozen, steady)).allMatch((one) -> one.process().isAlive());
		}
	}

	@Test
	void whatIsStoppedIsSettledAndNothingIsAskedTwice() {
		int carts = 1_500;
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, carts);
		try (Simulator simulator = simulator(Duration.ofMillis(500), null)) {
			Program program = program(simulator, IN_FLIGHT_OF_EACH, 6);
			Program.Child leaving = start(program, "worker");
			Program.Child staying = start(program, "worker");
			Program.Child manager = start(program, "run", "carts.csv");
			await(() -> simulator.counts().checkouts() >= 200
					&& List.of(leaving, staying).stream().allMatch((one) -> one.err().contains("takes part")));
			leaving.terminate();
			assertThat(leaving.waitFor(Duration.ofMinutes(1))).as(leaving.err()).isZero();
			await(() -> simulator.counts().checkouts() >= 500);
			assertThat(program.run("stop", "1").exitCode()).isZero();
			assertThat(manager.waitFor(Duration.ofMinutes(1))).as(manager.said()).isEqualTo(5);
			assertThat(simulator.counts().inFlight()).isZero();
			assertThat(simulator.counts().orderedCarts()).isEqualTo(settled()).isLessThan(carts);
			Program.Child second = program.run("restart");
			assertThat(second.exitCode()).as(second.said() + staying.said()).isZero();
			Truth.assertToldBy(this.postgres.jdbc(), simulator, carts);
			assertThat(simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(carts);
			assertThat(simulator.counts().maxInFlight()).isLessThanOrEqualTo(IN_FLIGHT_OF_EACH);
		}
	}

	@Test
	void workersOfARunThatGoesOnAloneAreFencedOut() {
		int carts = 1_500;
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, carts);
		try (Simulator simulator = simulator(Duration.ofMillis(500), null)) {
			Program program = program(simulator, IN_FLIGHT_OF_EACH, 6);
			Program.Child worker = start(program, "worker");
			Program.Child manager = start(program, "run", "carts.csv");
			await(() -> simulator.counts().checkouts() >= 300);
			manager.kill();
			program.set("BULK_CHECKOUT_PARTITIONS", "0");
			Program.Child alone = program.run("run", "carts.csv");
			assertThat(alone.exitCode()).as(alone.said() + worker.said()).isZero();
			Truth.assertToldBy(this.postgres.jdbc(), simulator, carts);
			assertThat(simulator.counts().checkouts() - carts).as("asked again").isBetween(0L, 2L * IN_FLIGHT_OF_EACH);
			assertThat(worker.process().isAlive()).isTrue();
		}
	}

	private long settled() {
		return this.postgres.jdbc()
			.sql("select count(*) from cart where outcome is not null")
			.query(Long.class)
			.single();
	}

	@Test
	void fourWorkersUseTheLimitOfTheApiAndRespectIt() {
		int carts = 12_500;
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, carts);
		try (Simulator simulator = simulator(Duration.ofMillis(200), Throttle.parse("100 sliding=1s"))) {
			Program program = program(simulator, 4 * IN_FLIGHT_OF_EACH, 16);
			List<Program.Child> workers = List.of(start(program, "worker"), start(program, "worker"),
					start(program, "worker"), start(program, "worker"));
			Program.Child manager = start(program, "run", "carts.csv");
			await(() -> workers.stream().allMatch((one) -> one.err().contains("takes part")));
			// each looks for its part of the limit
			long ordered = simulator.counts().orderedCarts();
			await(() -> simulator.counts().orderedCarts() >= ordered + 2_000);
			SimulatorCounts before = simulator.counts();
			long begun = System.nanoTime();
			await(() -> simulator.counts().orderedCarts() >= before.orderedCarts() + 7_500);
			SimulatorCounts after = simulator.counts();
			double perSecond = (after.orderedCarts() - before.orderedCarts()) / ((System.nanoTime() - begun) / 1e9);
			double refused = 100.0 * (after.throttled() - before.throttled())
					/ (after.checkouts() - before.checkouts());
			assertThat(manager.waitFor(Duration.ofMinutes(3))).as(manager.said()).isZero();
			System.out.printf(Locale.ROOT,
					"4 workers at 100/s, sliding 1s: %.1f/s carried, %.2f %% refused; before %d of %d%n", perSecond,
					refused, before.throttled(), before.checkouts());
			Truth.assertToldBy(this.postgres.jdbc(), simulator, carts);
			assertThat(perSecond).isGreaterThan(95);
			assertThat(refused).isLessThan(2);
		}
	}

	@Test
	void twoAndFourWorkersAreTwiceAndFourTimesAsFast() {
		List<Double> each = new ArrayList<>();
		for (int workers : new int[] { 1, 2, 4 }) {
			each.add(perSecond(workers) / workers);
		}
		System.out.printf(Locale.ROOT, "carts a second and worker, of 1, 2 and 4 workers: %.1f %.1f %.1f%n",
				each.get(0), each.get(1), each.get(2));
		assertThat(each.get(1) / each.get(0)).isGreaterThan(0.95);
		assertThat(each.get(2) / each.get(0)).isGreaterThan(0.95);
	}

	private double perSecond(int workers) {
		int carts = 40 * workers * IN_FLIGHT_OF_EACH;
		Path csv = this.directory.resolve("carts-%d.csv".formatted(workers));
		CartsCsv.write(csv, CartsCsv.FINE, carts);
		try (Simulator simulator = simulator(Duration.ofSeconds(1), null)) {
			Program program = program(simulator, workers * IN_FLIGHT_OF_EACH, 2 * workers);
			List<Program.Child> working = new ArrayList<>();
			for (int i = 0; i < workers; i++) {
				working.add(start(program, "worker"));
			}
			Program.Child manager = start(program, "run", csv.toString());
			await(() -> simulator.counts().orderedCarts() >= carts / 5);
			long begun = System.nanoTime();
			long before = simulator.counts().orderedCarts();
			await(() -> simulator.counts().orderedCarts() >= carts * 4 / 5);
			double perSecond = (simulator.counts().orderedCarts() - before) / ((System.nanoTime() - begun) / 1e9);
			assertThat(manager.waitFor(Duration.ofMinutes(3))).as(manager.said()).isZero();
			assertThat(simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(carts);
			working.forEach(Program.Child::terminate);
			working.forEach(Program.Child::end);
			return perSecond;
		}
	}

	private Program program(Simulator simulator, int concurrency, int partitions) {
		return new Program(this.directory, this.postgres.url(), simulator)
			.set("BULK_CHECKOUT_CONCURRENCY", "" + concurrency)
			.set("BULK_CHECKOUT_PARTITIONS", "" + partitions)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
	}

	private static Simulator simulator(Duration latency, @Nullable Throttle throttle) {
		return Simulator.start(SimulatorSettings.builder()
			.latency(Latency.fixed(latency))
			.provisioning(Latency.fixed(Duration.ZERO))
			.recordedRequests(0)
			.throttle(throttle)
			.build());
	}

	private Program.Child start(Program program, String... command) {
		Program.Child child = program.start(command);
		this.children.add(child);
		return child;
	}

	private void await(Callable<Boolean> condition) {
		Await.until(condition, () -> String.join("\n", this.children.stream().map(Program.Child::said).toList()));
	}

	@AfterEach
	void close() {
		this.children.forEach(Program.Child::kill);
		this.postgres.close();
	}

}
