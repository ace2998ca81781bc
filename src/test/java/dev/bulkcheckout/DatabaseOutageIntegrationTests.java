package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database goes away in the middle of a run, and comes back or does not.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageIntegrationTests {

	private static final int CARTS = 400;

	private final Simulator simulator = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(150))).recordedRequests(0).build());

	@Test
	void runWaitsForADatabaseThatIsRestartedAndLosesNothing(@TempDir Path directory) {
		try (this.simulator; RestartablePostgres postgres = new RestartablePostgres(directory.resolve("pg"))) {
			Program.Child child = aRun(directory, postgres, "5m");
			awaitCheckouts(60);
			postgres.stopFast();
			pause(Duration.ofSeconds(8));
			postgres.start();
			awaitCheckouts(180);
			postgres.stopImmediately();
			pause(Duration.ofSeconds(2));
			postgres.start();
			awaitCheckouts(240);
			jdbc(postgres)
				.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()")
				.query(Long.class)
				.single();
			assertThat(child.waitFor(Duration.ofMinutes(3))).as(child.err()).isZero();
			assertThat(child.err()).contains("the database does not answer", "the database answers again");
			assertThat(this.simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(CARTS);
			assertThat(ordered(postgres)).isEqualTo(CARTS);
		}
	}

	@Test
	void runWhosePatienceEndsIsRestartable(@TempDir Path directory) {
		try (this.simulator; RestartablePostgres postgres = new RestartablePostgres(directory.resolve("pg"))) {
			Program.Child child = aRun(directory, postgres, "2s");
			awaitCheckouts(60);
			postgres.stopImmediately();
			assertThat(child.waitFor(Duration.ofMinutes(2))).as(child.err()).isEqualTo(5);
			assertThat(child.err()).contains("the database does not answer").doesNotContain("\tat ");
			postgres.start();
			Program.Child restarted = program(directory, postgres, "5m").run("run", "carts.csv");
			assertThat(restarted.exitCode()).as(restarted.err()).isZero();
			assertThat(ordered(postgres)).isEqualTo(CARTS).isEqualTo(this.simulator.counts().orderedCarts());
			assertThat(jdbc(postgres)
				.sql("select count(*) from batch_job_execution where status not in ('FAILED', 'COMPLETED')")
				.query(Long.class)
				.single()).isZero();
		}
	}

	private Program program(Path directory, RestartablePostgres postgres, String patience) {
		return new Program(directory, postgres.url(), this.simulator).set("BULK_CHECKOUT_CONCURRENCY", "16")
			.set("BULK_CHECKOUT_DATABASE_PATIENCE", patience);
	}

	private Program.Child aRun(Path directory, RestartablePostgres postgres, String patience) {
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.FINE, CARTS);
		return program(directory, postgres, patience).start("run", "carts.csv");
	}

	private void awaitCheckouts(long count) {
		long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
		while (this.simulator.counts().checkouts() < count) {
			assertThat(System.nanoTime()).as("checkouts came too slowly: " + this.simulator.counts()).isLessThan(end);
			pause(Duration.ofMillis(20));
		}
	}

	private static JdbcClient jdbc(RestartablePostgres postgres) {
		return JdbcClient.create(new DriverManagerDataSource(postgres.url()));
	}

	private static long ordered(RestartablePostgres postgres) {
		return jdbc(postgres).sql("select count(*) from cart where outcome = 'ORDERED'").query(Long.class).single();
	}

	private static void pause(Duration time) {
		try {
			Thread.sleep(time);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
