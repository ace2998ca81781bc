package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database is away for a minute, in every way, while carts are checked out and while
 * their subscription ids are looked for; or for longer than the run waits.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageLongTests {

	private static final int CARTS = 2000;

	private static final Duration MINUTE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource
	void minuteInTheMiddleOfCheckoutIsWaitedFor(DatabaseOutage outage, @TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS).as("night")) {
			outage.comesAndGoesIn(drill, MINUTE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void minuteInTheMiddleOfReconcileIsWaitedFor(DatabaseOutage outage, @TempDir Path directory) {
		try (DatabaseDrill drill = DatabaseDrill.withLateIds(directory, CARTS, Duration.ofSeconds(25)).as("night")) {
			outage.comesAndGoesInReconcile(drill, MINUTE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void outageThatOutlastsPatienceLeavesTheRunRestartable(DatabaseOutage outage, @TempDir Path directory) {
		try (DatabaseDrill drill = new DatabaseDrill(directory, CARTS).as("night")) {
			outage.outlastsThePatienceOf(drill);
		}
	}

}
