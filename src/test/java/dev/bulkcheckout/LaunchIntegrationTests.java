package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches of the same input, reruns, and what becomes of runs afterwards.
 */
class LaunchIntegrationTests {

	private final Simulator simulator = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(100))).recordedRequests(0).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final TestCli cli;

	LaunchIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.cli = new TestCli(this.database.url()).asking(this.simulator)
			.set("bulk-checkout.output", directory.resolve("out"));
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void completeRunIsFoundAgainAndAsksNothing() {
		String csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 3).toString();
		assertThat(this.cli.run("run", csv).exitCode()).isZero();
		long calls = this.simulator.counts().calls();
		TestCli.Ended second = this.cli.run("run", csv);
		assertThat(second.exitCode()).isZero();
		assertThat(second.err()).contains("run 1 of this input is complete: nothing was asked");
		assertThat(this.simulator.counts().calls()).isEqualTo(calls);
		assertThat(this.cli.run("run", csv, "--date", "2026-11-22").exitCode()).isZero();
		assertThat(this.cli.run("run", csv, "--again").exitCode()).isZero();
		assertThat(count("run")).as("another date is another run, and so is --again").isEqualTo(3);
		assertThat(this.cli.run("restart", "1").err()).contains("run 1 of this input is complete");
		assertThat(this.cli.run("restart").err()).contains("no run is waiting");
	}

	@Test
	void rerunTakesWhatWasRefusedAndShowsItsLineage() {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		CartsCsv.append(csv, CartsCsv.FINE, 1, 4);
		CartsCsv.append(csv, CartsCsv.REFUSED, 5, 2);
		String file = CartsCsv.write(this.directory.resolve("carts.csv"), csv).toString();
		assertThat(this.cli.run("run", file).exitCode()).isEqualTo(3);
		TestCli.Ended dry = this.cli.run("rerun", "1", "--dry-run");
		assertThat(dry.exitCode()).isZero();
		assertThat(dry.out().lines()).hasSize(2).allMatch((line) -> line.endsWith(",REFUSED"));
		assertThat(count("run")).isEqualTo(1);
		long before = this.simulator.counts().checkouts();
		// its files go where the process is, not over those of the run it is made of
		Program program = new Program(this.directory, this.database.url(), this.simulator);
		assertThat(program.run("rerun", "1").exitCode()).isEqualTo(3);
		assertThat(this.directory.resolve("output/run-2/results.csv")).exists();
		assertThat(this.simulator.counts().checkouts() - before).isEqualTo(2);
		assertThat(this.cli.run("show", "2").out()).contains("rerun of run 1");
		assertThat(this.cli.run("show", "1").out()).contains("as run 2");
		assertThat(this.cli.run("runs").out()).contains("rerun of run 1");
		assertThat(this.cli.run("rerun", "1", "--outcomes", "ordered").exitCode()).isEqualTo(2);
		assertThat(this.cli.run("rerun", "1", "--outcomes", "unknown").err()).contains("0 carts of run 1");
	}

	@Test
	void resultsThatCannotBeWrittenLeaveTheLedgerIntact() throws IOException {
		String csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 3).toString();
		Path taken = Files.writeString(this.directory.resolve("taken"), "a file where the directory should be");
		TestCli.Ended ended = this.cli.run("run", csv, "--output", taken.toString());
		assertThat(ended.exitCode()).isEqualTo(5);
		assertThat(ended.err()).contains(taken.toString()).doesNotContain("\tat ");
		assertThat(this.database.jdbc()
			.sql("select count(*) from cart where outcome = 'ORDERED'")
			.query(Long.class)
			.single()).isEqualTo(3);
		Path later = this.directory.resolve("later");
		assertThat(this.cli.run("report", "1", "--output", later.toString()).exitCode()).isZero();
		assertThat(Files.readAllLines(later.resolve("results.csv"))).hasSize(4);
		Files.delete(taken);
		assertThat(this.cli.run("restart", "1").exitCode()).isZero();
		assertThat(taken.resolve("results.csv")).exists();
		assertThat(this.simulator.counts().checkouts()).isEqualTo(3);
	}

	@Test
	void tooMuchRefusedStopsTheRunBeforeItBurnsTheNight() {
		String csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.REFUSED, 300).toString();
		TestCli.Ended ended = this.cli.run("run", csv, "--concurrency", "8");
		assertThat(ended.exitCode()).isEqualTo(5);
		assertThat(ended.err()).contains("--max-refused 20%");
		assertThat(this.simulator.counts().checkouts()).isLessThan(120);
		assertThat(this.cli.run("run", csv, "--max-refused", "100%").exitCode()).isEqualTo(3);
		assertThat(this.simulator.counts().checkouts()).isEqualTo(300);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNKNOWN", "STARTED" })
	void stepThatWasLeftOpenDoesNotBarTheRestart(String status) {
		String csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.REFUSED, 100).toString();
		assertThat(this.cli.run("run", csv, "--concurrency", "8").exitCode()).isEqualTo(5);
		// the database came back for the job's last word, too late for its steps'
		assertThat(this.database.jdbc()
			.sql("update batch_step_execution set status = :status where status = 'STOPPED'")
			.param("status", status)
			.update()).isPositive();
		TestCli.Ended restarted = this.cli.run("run", csv, "--max-refused", "100%");
		assertThat(restarted.exitCode()).as(restarted.err()).isEqualTo(3);
		assertThat(this.database.jdbc()
			.sql("select count(*) from batch_step_execution where status = :status")
			.param("status", status)
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void purgeRemovesFinishedRunsFromAllTables() {
		String csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, 3).toString();
		assertThat(this.cli.run("run", csv).exitCode()).isZero();
		assertThat(this.cli.run("run", csv, "--again").exitCode()).isZero();
		this.database.jdbc().sql("update run set finished_at = finished_at - interval '91 days' where id = 1").update();
		assertThat(this.cli.run("purge", "--older-than", "90d", "--dry-run").out()).contains("run 1")
			.doesNotContain("run 2");
		assertThat(count("run")).isEqualTo(2);
		assertThat(this.cli.run("purge", "--older-than", "90d").err()).contains("1 run removed");
		assertThat(count("run")).isEqualTo(1);
		assertThat(count("batch_job_instance")).isEqualTo(1);
		assertThat(count("batch_job_execution")).isEqualTo(1);
		assertThat(count("cart")).isEqualTo(3);
		assertThat(count("cart_order")).isEqualTo(3);
		assertThat(this.database.jdbc()
			.sql("select count(distinct job_execution_id) from batch_step_execution")
			.query(Long.class)
			.single()).isEqualTo(1);
	}

	private long count(String table) {
		return this.database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
	}

}
