package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program as manager and workers of one run.
 */
@Execution(ExecutionMode.CONCURRENT)
class WorkersIntegrationTests {

	private static final int CARTS = 400;

	private static final int CONCURRENCY = 16;

	private final Path directory;

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.fixed(Duration.ofMillis(200)))
		.provisioning(Latency.fixed(Duration.ofSeconds(1)))
		.recordedRequests(0)
		.build());

	private final TestDatabase database = TestDatabase.empty();

	private final Program program;

	private final List<Program.Child> children = new ArrayList<>();

	WorkersIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.LATE, CARTS);
		this.program = new Program(directory, this.database.url(), this.simulator).set("BULK_CHECKOUT_LEASE_LIFE", "2s")
			.set("BULK_CHECKOUT_WORKER_POLL", "200ms")
			.set("BULK_CHECKOUT_PARTITIONS", "4")
			.set("BULK_CHECKOUT_CONCURRENCY", "" + CONCURRENCY)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms")
			.set("BULK_CHECKOUT_POLLING_FIRST_PAUSE", "500ms");
	}

	@Test
	void whatAKilledWorkerHeldAnotherOneEnds() {
		Program.Child manager = start("run", "carts.csv");
		List<Program.Child> workers = List.of(start("worker"), start("worker"));
		Program.await(List.of(manager), () -> this.simulator.counts().checkouts() >= 40
				&& workers.stream().allMatch((worker) -> worker.err().contains("takes part in it")));
		workers.getFirst().kill();
		assertThat(manager.waitFor(Duration.ofMinutes(3))).as(() -> manager.said() + workers.getLast().said()).isZero();
		Truth.assertToldBy(this.database.jdbc(), this.simulator, CARTS);
		assertThat(this.simulator.counts().checkouts() - CARTS).as("asked again").isBetween(0L, 2L * CONCURRENCY);
		assertThat(this.simulator.counts().maxInFlight()).as("in flight at once").isBetween(1, CONCURRENCY);
		assertThat(this.database.jdbc()
			.sql("select count(*) from order_line_item where subscription_state <> 'PROVISIONED'")
			.query(Long.class)
			.single()).isZero();
		assertThat(this.directory.resolve("output/run-1/summary.json")).exists();
		workers.getLast().terminate();
		assertThat(workers.getLast().waitFor(Duration.ofMinutes(1))).as(workers.getLast().err()).isZero();
	}

	private Program.Child start(String... command) {
		Program.Child child = this.program.start(command);
		this.children.add(child);
		return child;
	}

	@AfterEach
	void close() {
		this.children.forEach(Program.Child::kill);
		this.simulator.close();
		this.database.close();
	}

}
