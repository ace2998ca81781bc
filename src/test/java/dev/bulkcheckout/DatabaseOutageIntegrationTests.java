package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The database goes away in the middle of a run, in every way, while carts are checked
 * out or their subscription ids are looked for, and comes back or does not.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageIntegrationTests {

	private static final int CARTS = 400;

	private static final int MANY_CARTS = 2000;

	private static final Duration MINUTE = Duration.ofSeconds(60);

	private static final Duration OUTAGE = Duration.ofSeconds(4);

	@Test
	void databaseThatIsRestartedAndCutsOffItsClientsIsWaitedFor(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS)) {
			Program.Child child = run.launch("5m");
			run.awaitCheckouts(60);
			run.postgres().stopFast();
			run.awaitWord(child, "the database does not answer");
			run.postgres().start();
			run.awaitCheckouts(180);
			run.postgres().stopImmediately();
			run.postgres().start();
			run.awaitCheckouts(240);
			run.postgres()
				.jdbc()
				.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()")
				.query(Long.class)
				.single();
			run.assertWentOn(child);
		}
	}

	@Test
	void serverThatIsSilentIsWaitedFor(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS)) {
			DatabaseOutage.SILENT.comesAndGoesIn(run, OUTAGE);
		}
	}

	@Test
	void fullDiskIsWaitedFor(@TempDir Path directory) throws IOException {
		Path disk = Files.createDirectory(directory.resolve("disk"));
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS)) {
			Assumptions.assumeTrue(run.postgres().startOnSmallDisk(disk), "this system lets nobody mount a disk");
			Program.Child child = run.launch("5m");
			run.awaitCheckouts(60);
			fill(run, disk, "repeat('x', 1000000)", "much");
			fill(run, disk, "'x'", "little");
			run.awaitWord(child, "the database's disk is full (ERROR: could not extend file");
			run.postgres().jdbc().sql("copy (select 1) to '%s/much'".formatted(disk)).update();
			run.assertWentOn(child);
		}
	}

	private static void fill(RunOnPostgres run, Path disk, String row, String file) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> run.postgres()
				.jdbc()
				.sql("copy (select %s from generate_series(1, 100000)) to '%s/%s'".formatted(row, disk, file))
				.update())
			.withMessageContaining("No space left on device");
	}

	@Test
	@Tag("long")
	void roleWithoutConnectionsIsWaitedFor(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS).as("night")) {
			DatabaseOutage.NO_CONNECTIONS.comesAndGoesIn(run, OUTAGE);
		}
	}

	@Test
	void serverThatStaysReadOnlyLeavesTheRunRestartable(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS)) {
			DatabaseOutage.READ_ONLY.outlastsThePatienceOf(run);
			DatabaseOutage.READ_ONLY.begin(run.postgres());
			Program.Child runs = run.command("runs");
			assertThat(runs.exitCode()).as(runs.err()).isZero();
			assertThat(runs.out()).contains("finished");
		}
	}

	@Test
	@Tag("long")
	void runFollowsItsLedgerToTheStandby(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS); RestartablePostgres standby = run.aStandby()) {
			Program.Child child = run.launch("5m");
			run.awaitCheckouts(60);
			run.postgres().stopImmediately();
			run.awaitWord(child, "the database does not answer");
			standby.promote();
			run.failedOverTo(standby);
			run.assertWentOn(child);
		}
	}

	@Test
	@Tag("long")
	void runLeavesAPrimaryThatWasDemoted(@TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, CARTS); RestartablePostgres standby = run.aStandby()) {
			Program.Child child = run.launch("5m");
			run.awaitCheckouts(60);
			DatabaseOutage.READ_ONLY.begin(run.postgres());
			run.awaitWord(child, "targetServerType: primary");
			standby.promote();
			run.failedOverTo(standby);
			run.assertWentOn(child);
		}
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource
	void minuteInTheMiddleOfCheckoutIsWaitedFor(DatabaseOutage outage, @TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, MANY_CARTS).as("night")) {
			outage.comesAndGoesIn(run, MINUTE);
		}
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource
	void minuteInTheMiddleOfReconcileIsWaitedFor(DatabaseOutage outage, @TempDir Path directory) {
		try (RunOnPostgres run = RunOnPostgres.withLateIds(directory, MANY_CARTS, Duration.ofSeconds(25)).as("night")) {
			outage.comesAndGoesInReconcile(run, MINUTE);
		}
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource
	void outageThatOutlastsPatienceLeavesTheRunRestartable(DatabaseOutage outage, @TempDir Path directory) {
		try (RunOnPostgres run = new RunOnPostgres(directory, MANY_CARTS).as("night")) {
			outage.outlastsThePatienceOf(run);
		}
	}

}
