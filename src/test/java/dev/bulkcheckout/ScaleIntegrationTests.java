package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large inputs with the heap that the launcher gives.
 */
@Tag("long")
class ScaleIntegrationTests {

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder().recordedRequests(0).build());

	private final TestDatabase database = TestDatabase.empty();

	private final Path directory;

	private final Program program;

	ScaleIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.program = new Program(directory, this.database.url(), this.simulator).set("BULK_CHECKOUT_CONCURRENCY",
				"64");
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void aHundredThousandCartsFitIn256MebibytesAndAreThereOnce() throws IOException {
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 100_000);
		Program.Child child = this.program.start("run", "carts.csv");
		assertThat(child.waitFor(Duration.ofMinutes(15))).as(child.err()).isZero();
		try (Stream<String> rows = Files.lines(this.directory.resolve("output/run-1/results.csv"))) {
			assertThat(rows.skip(1).map((row) -> row.split(",", -1)[2]).distinct().count()).isEqualTo(100_000);
		}
		assertThat(this.simulator.counts().checkouts()).isEqualTo(100_000);
	}

	/**
	 * Nine tenths are settled by a statement, as the run would have settled them: only
	 * what the restart finds counts here.
	 */
	@Test
	void restartOfAMillionCartsAsksWithinTwoSecondsOfItsStart() {
		CartsCsv.write(this.directory.resolve("few.csv"), CartsCsv.FINE, 10);
		Duration start = timeToFirstCheckout("run", "few.csv", "--date", "2026-11-21");
		CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 1_000_000);
		Program.Child child = this.program.start("run", "carts.csv");
		awaitCheckouts(this.simulator.counts().checkouts() + 2000, child);
		child.kill();
		this.database.jdbc()
			.sql("update cart set outcome = 'ORDERED', completed_at = now() where outcome is null and position <= 900000")
			.update();
		this.database.jdbc().sql("vacuum analyze cart").update();
		Duration restart = timeToFirstCheckout("restart");
		System.out.printf("first checkout of a small run after %d ms, of the restart after %d ms%n", start.toMillis(),
				restart.toMillis());
		assertThat(restart).isLessThan(start.plusSeconds(2));
	}

	private Duration timeToFirstCheckout(String... command) {
		long before = this.simulator.counts().checkouts();
		long begin = System.nanoTime();
		Program.Child child = this.program.start(command);
		awaitCheckouts(before + 1, child);
		Duration time = Duration.ofNanos(System.nanoTime() - begin);
		if (command[0].equals("restart")) {
			child.kill();
		}
		else {
			child.waitFor(Duration.ofMinutes(2));
		}
		return time;
	}

	private void awaitCheckouts(long count, Program.Child child) {
		Await.until(() -> this.simulator.counts().checkouts() >= count || !child.process().isAlive(), child::err);
		assertThat(this.simulator.counts().checkouts()).as(child.err()).isGreaterThanOrEqualTo(count);
	}

}
