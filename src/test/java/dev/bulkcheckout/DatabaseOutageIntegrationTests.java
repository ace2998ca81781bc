package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database goes away in the middle of a run, and comes back or does not: the short
 * form of {@link DatabaseOutageLongTests}.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageIntegrationTests {

	private static final int CARTS = 400;

	private static final Duration OUTAGE = Duration.ofSeconds(4);

	@Test
	void databaseThatIsRestartedAndCutsOffItsClientsIsWaitedFor(@TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS)) {
			Program.Child child = drill.launch("5m");
			drill.awaitCheckouts(60);
			drill.postgres().stopFast();
			drill.awaitWord(child, "the database does not answer");
			drill.postgres().start();
			drill.awaitCheckouts(180);
			drill.postgres().stopImmediately();
			drill.postgres().start();
			drill.awaitCheckouts(240);
			drill.postgres()
				.jdbc()
				.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()")
				.query(Long.class)
				.single();
			drill.assertWentOn(child);
		}
	}

	@Test
	void roleWithoutConnectionsIsWaitedFor(@TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS).as("night")) {
			DatabaseOutage.NO_CONNECTIONS.comesAndGoesIn(drill, OUTAGE);
		}
	}

	@Test
	void serverThatStaysReadOnlyLeavesTheRunRestartable(@TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS)) {
			DatabaseOutage.READ_ONLY.outlastsThePatienceOf(drill);
			DatabaseOutage.READ_ONLY.begin(drill.postgres());
			Program.Child runs = drill.command("runs");
			assertThat(runs.exitCode()).as(runs.err()).isZero();
			assertThat(runs.out()).contains("finished");
		}
	}

	@Test
	void runFollowsItsLedgerToTheStandby(@TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS);
				RestartablePostgres standby = drill.aStandby()) {
			Program.Child child = drill.launch("5m");
			drill.awaitCheckouts(60);
			drill.postgres().stopImmediately();
			drill.awaitWord(child, "the database does not answer");
			standby.promote();
			drill.failedOverTo(standby);
			drill.assertWentOn(child);
		}
	}

	@Test
	void runLeavesAPrimaryThatWasDemoted(@TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS);
				RestartablePostgres standby = drill.aStandby()) {
			Program.Child child = drill.launch("5m");
			drill.awaitCheckouts(60);
			DatabaseOutage.READ_ONLY.begin(drill.postgres());
			drill.awaitWord(child, "targetServerType: primary");
			standby.promote();
			drill.failedOverTo(standby);
			drill.assertWentOn(child);
		}
	}

}
