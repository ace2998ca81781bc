package dev.bulkcheckout;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A schedule that fires many times: processes that launch the same input at the same
 * instant.
 */
@Execution(ExecutionMode.CONCURRENT)
class LaunchesAtOnceIntegrationTests {

	private static final int CARTS = 200;

	private final Simulator simulator = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(100))).recordedRequests(0).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	LaunchesAtOnceIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.FINE, CARTS);
	}

	@Test
	void ofEightLaunchesOneWorks() throws Exception {
		assertOneWorksOf(8);
	}

	@Test
	@Tag("long")
	void ofTwentyLaunchesOneWorks() throws Exception {
		assertOneWorksOf(20);
	}

	@Test
	@Tag("long")
	void ofTwentyLaunchesThatFindACrashedRunOneGoesOn() throws Exception {
		launchAndCrash();
		assertOneWorksOf(20);
	}

	private Program program(String url) {
		return new Program(this.directory, url, this.simulator).jvmOption("-Xmx96m")
			.set("BULK_CHECKOUT_CONCURRENCY", "4");
	}

	/**
	 * A launch that is killed when some carts are settled and some are not.
	 */
	private void launchAndCrash() throws InterruptedException {
		String dying = CrashingSockets.in(this.database.url(), "update cart\n   set outcome", 10);
		assertThat(program(dying).run("run", "carts.csv").exitCode()).isEqualTo(137);
		// what it had asked arrives
		Await.until(() -> {
			long arrived = this.simulator.counts().checkouts();
			Await.pause(Duration.ofSeconds(1));
			return this.simulator.counts().checkouts() == arrived;
		});
		assertThat(settled()).isBetween(1L, CARTS - 1L);
	}

	/**
	 * One works, and it asks each cart that is open once; the others find it at work or
	 * the run complete.
	 */
	private void assertOneWorksOf(int processes) throws SQLException, InterruptedException {
		long asked = this.simulator.counts().checkouts();
		long open = CARTS - settled();
		long executions = count("batch_job_execution");
		List<Integer> exitCodes = new ArrayList<>();
		int worked = 0;
		for (Program.Child launch : launch(processes)) {
			int exitCode = launch.waitFor(Duration.ofMinutes(5));
			exitCodes.add(exitCode);
			assertThat(launch.err()).containsPattern(
					(exitCode == 6) ? "run \\d+ is being worked on by process" : "results will be in|is complete");
			worked += launch.err().contains("results will be in") ? 1 : 0;
		}
		assertThat(exitCodes).contains(0).containsOnly(0, 6);
		assertThat(worked).as("processes that worked").isEqualTo(1);
		assertThat(this.simulator.counts().checkouts() - asked).as("what was open was asked once").isEqualTo(open);
		assertThat(count("batch_job_execution") - executions).isEqualTo(1);
		assertThat(count("run")).isEqualTo(1);
		Truth.assertToldBy(this.database.jdbc(), this.simulator, CARTS);
	}

	/**
	 * Starts them one after the other and holds them all at their first look for the run,
	 * until the last one has come so far.
	 */
	private List<Program.Child> launch(int processes) throws SQLException, InterruptedException {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table batch_job_instance");
			List<Program.Child> launches = new ArrayList<>();
			for (int i = 0; i < processes; i++) {
				launches.add(program(this.database.url()).start("run", "carts.csv"));
			}
			long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
			while (held() < processes) {
				assertThat(launches).allMatch((launch) -> launch.process().isAlive(), "is waiting for its turn");
				assertThat(System.nanoTime()).as("JVMs start too slowly").isLessThan(end);
				Thread.sleep(100);
			}
			connection.rollback();
			return launches;
		}
	}

	private long held() {
		return count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
	}

	private long settled() {
		return count("cart where outcome is not null");
	}

	private long count(String table) {
		return this.database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

}
