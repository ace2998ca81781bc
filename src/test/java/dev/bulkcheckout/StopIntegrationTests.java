package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.SimulatorCounts;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs that are asked to stop while calls are in flight.
 */
@Execution(ExecutionMode.CONCURRENT)
class StopIntegrationTests {

	private static final int CARTS = 300;

	private final Simulator simulator = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(1500))).recordedRequests(0).build());

	private final TestDatabase database = TestDatabase.empty();

	private final Program program;

	StopIntegrationTests(@TempDir Path directory) {
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.FINE, CARTS);
		this.program = new Program(directory, this.database.url(), this.simulator).set("BULK_CHECKOUT_CONCURRENCY",
				"64");
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void sigtermSettlesWhatIsInFlightAndRestartDoesTheRest() {
		Program.Child child = aRunWithCallsInFlight(64);
		child.terminate();
		assertThat(child.waitFor(Duration.ofMinutes(5))).as(child.err()).isEqualTo(5);
		assertThat(child.err()).contains("calls in flight are settled first", "restart");
		assertStoppedInGoodOrder();
		assertRestartDoesTheRest();
	}

	@Test
	void stopFromAnotherProcessIsHeardAndKept() {
		Program.Child child = aRunWithCallsInFlight(16);
		TestCli cli = new TestCli(this.database.url());
		assertThat(cli.run("runs").out()).contains("running");
		assertThat(cli.run("stop", "1").exitCode()).isZero();
		assertThat(child.waitFor(Duration.ofMinutes(5))).as(child.err()).isEqualTo(5);
		assertStoppedInGoodOrder();
		assertThat(cli.run("show", "1").out()).contains("stopped", "'bulk-checkout stop' asked for it");
		assertThat(cli.run("stop", "1").err()).contains("there is nothing to stop");
	}

	@Test
	void secondInterruptEndsAtOnceAndIsRestartable() throws IOException, InterruptedException {
		Program.Child child = aRunWithCallsInFlight(16);
		interrupt(child);
		Await.until(() -> child.err().contains("Ctrl-C again ends at once"));
		interrupt(child);
		assertThat(child.waitFor(Duration.ofSeconds(40))).isEqualTo(5);
		assertThat(new TestCli(this.database.url()).run("runs").out()).contains("of 300 settled");
		Program.Child restarted = this.program.run("restart");
		assertThat(restarted.exitCode()).as(restarted.err()).isZero();
		assertThat(settled()).isEqualTo(CARTS);
	}

	@Test
	void nightsWindowEndsTheRunInGoodOrder() {
		LocalTime end = LocalTime.now(java.time.ZoneId.of("Pacific/Chatham"))
			// ten times what a launch takes; one that comes later would stop tomorrow
			.plusSeconds(45)
			.truncatedTo(ChronoUnit.SECONDS);
		Program.Child child = this.program.start("run", "carts.csv", "--stop-at", end.toString(), "--rate", "4");
		assertThat(child.waitFor(Duration.ofMinutes(5))).as(child.err()).isEqualTo(5);
		assertThat(child.err()).contains("--stop-at");
		assertStoppedInGoodOrder();
	}

	private Program.Child aRunWithCallsInFlight(int calls) {
		Program.Child child = this.program.start("run", "carts.csv");
		Await.until(() -> this.simulator.counts().inFlight() >= calls || !child.process().isAlive());
		assertThat(child.process().isAlive()).as(child.err()).isTrue();
		return child;
	}

	private void assertStoppedInGoodOrder() {
		SimulatorCounts counts = this.simulator.counts();
		assertThat(counts.inFlight()).isZero();
		assertThat(settled()).as("what was asked is settled")
			.isEqualTo(counts.orderedCarts())
			.isBetween(1L, CARTS - 1L);
		assertThat(this.database.jdbc().sql("select status from batch_job_execution").query(String.class).single())
			.isEqualTo("STOPPED");
	}

	private void assertRestartDoesTheRest() {
		Program.Child restarted = this.program.run("restart");
		assertThat(restarted.exitCode()).as(restarted.err()).isZero();
		assertThat(settled()).isEqualTo(CARTS);
		assertThat(this.simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(CARTS);
	}

	private long settled() {
		return this.database.jdbc()
			.sql("select count(*) from cart where outcome is not null")
			.query(Long.class)
			.single();
	}

	private static void interrupt(Program.Child child) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-INT", String.valueOf(child.process().pid())).start().waitFor();
	}

}
