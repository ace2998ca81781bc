package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program as {@code serve}: job files and inboxes in a directory, a ledger, and
 * a simulator that outlives it.
 */
@Execution(ExecutionMode.CONCURRENT)
class ServeIntegrationTests {

	private static final int CARTS = 300;

	private final Path directory;

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.fixed(Duration.ofMillis(200)))
		.provisioning(Latency.fixed(Duration.ZERO))
		.recordedRequests(0)
		.tokens(TokenSettings.ANY_CLIENT.withClient(TestCli.CLIENT, "not-a-secret", null))
		.build());

	private final TestDatabase database = TestDatabase.empty();

	private final Program program;

	ServeIntegrationTests(@TempDir Path directory) throws IOException {
		this.directory = directory;
		Files.createDirectories(directory.resolve("jobs"));
		Files.writeString(directory.resolve("secret"), "not-a-secret");
		this.program = new Program(directory).on(this.database.url())
			.asking(this.simulator)
			.set("BULK_CHECKOUT_LEASE_LIFE", "2s")
			.set("BULK_CHECKOUT_SERVE_POLL", "200ms")
			.set("BULK_CHECKOUT_SERVE_UNCHANGED_FOR", "200ms");
	}

	@Test
	void anotherProcessTakesOverAndEndsTheRunOfOneThatWasKilled() {
		List<Program.Child> serving = twoInTheMiddleOfARunOf(CARTS);
		Program.Child holder = serving.getFirst();
		Program.Child other = serving.getLast();
		holder.kill();
		Program.await(List.of(other), () -> files("nightly/done", ".*-carts\\.csv") == 1);
		Truth.assertToldBy(this.database.jdbc(), this.simulator, CARTS);
		assertThat(this.simulator.counts().checkouts() - CARTS).as("asked again").isBetween(0L, 2L * 8);
		assertThat(files("nightly/done", ".*-carts\\.results")).isEqualTo(1);
		assertThat(this.database.jdbc()
			.sql("select kind from run_event where kind <> 'TOKEN' order by at")
			.query(String.class)
			.list()).contains("STARTED", "LOST", "RESTARTED", "FINISHED");
		other.terminate();
		assertThat(other.waitFor(Duration.ofMinutes(2))).as(other.err()).isZero();
	}

	@Test
	@Tag("long")
	void anotherProcessTakesOverAndEndsTheRunOfOneThatWasPausedForTooLong() {
		List<Program.Child> serving = twoInTheMiddleOfARunOf(3 * CARTS);
		Program.Child holder = serving.getFirst();
		Program.Child other = serving.getLast();
		holder.signal("STOP");
		try {
			Program.await(serving, () -> other.err().contains("works on"));
			assertThat(files("nightly/done", ".*-carts\\.csv")).as("the run goes on").isZero();
		}
		finally {
			holder.signal("CONT");
		}
		Program.await(serving, () -> files("nightly/done", ".*-carts\\.csv") == 1);
		Program.await(serving, () -> holder.err().contains("ended before its end"));
		Truth.assertToldBy(this.database.jdbc(), this.simulator, 3 * CARTS);
		assertThat(
				this.database.jdbc().sql("select kind from run_event where kind <> 'TOKEN'").query(String.class).list())
			.contains("LOST", "RESTARTED")
			.containsOnlyOnce("FINISHED");
		for (Program.Child child : serving) {
			child.terminate();
			assertThat(child.waitFor(Duration.ofMinutes(2))).as(child.err()).isZero();
		}
	}

	@Test
	void aRefusedFileLandsInFailedWithItsReasonAndEachJobAsksAsItsOwnApplication() {
		job("contoso", "bulk-checkout.concurrency: 4");
		job("fabrikam", "partner-center.client-id: another-application");
		drop("contoso", "wrong.csv", write("wrong", "customer-id,cart-id\nnobody,nothing\n"));
		drop("contoso", "right.csv", CartsCsv.write(this.directory.resolve("right"), CartsCsv.FINE, 5));
		drop("fabrikam", "other.csv", CartsCsv.write(this.directory.resolve("other"), CartsCsv.LATE, 5));
		Program.Child serving = this.program.set("BULK_CHECKOUT_PAGE_USERS_FILE", PageFixture.usersFile().toString())
			.set("BULK_CHECKOUT_PAGE_PORT", "0")
			.start("serve", "--page");
		Program.await(List.of(serving), () -> files("contoso/done", ".*-right\\.csv") == 1
				&& files("contoso/failed", ".*-wrong\\.csv") == 1 && files("fabrikam/failed", ".*-other\\.csv") == 1);
		assertThat(text("contoso/failed", ".*-wrong\\.reason\\.txt"))
			.contains("no row of", "names a cart", "line 2: ", this.directory.resolve("contoso/failed").toString())
			.doesNotContain("/taken/");
		assertThat(text("fabrikam/failed", ".*-other\\.reason\\.txt")).contains("no cart was asked");
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(5);
		serving.terminate();
		assertThat(serving.waitFor(Duration.ofMinutes(2))).as(serving.err()).isZero();
		assertThat(serving.err()).containsPattern("page: http://127\\.0\\.0\\.1:\\d+/");
		assertThat(serving.err()).contains("serves contoso: ", "contoso: run ", "finished with exit code 0")
			.doesNotContain("not-a-secret");
	}

	@Test
	void whatIsStoppedBySigtermTheNextServeGoesOnWith() {
		job("nightly", "bulk-checkout.concurrency: 8");
		drop("nightly", "carts.csv", CartsCsv.write(this.directory.resolve("carts"), CartsCsv.FINE, CARTS));
		Program.Child first = this.program.start("serve");
		Program.await(List.of(first), () -> this.simulator.counts().checkouts() >= 40);
		first.terminate();
		assertThat(first.waitFor(Duration.ofMinutes(2))).as(first.err()).isZero();
		assertThat(files("nightly/taken", ".*-carts\\.csv")).isEqualTo(1);
		assertThat(this.simulator.counts().inFlight()).isZero();
		Program.Child second = this.program.start("serve");
		Program.await(List.of(second), () -> files("nightly/done", ".*-carts\\.csv") == 1);
		Truth.assertToldBy(this.database.jdbc(), this.simulator, CARTS);
		assertThat(this.simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(CARTS);
		second.terminate();
		second.end();
	}

	private void job(String name, String more) {
		write("jobs/" + name + ".yaml", """
				bulk-checkout.schedule.inbox: %s
				partner-center.client-secret-file: %s
				bulk-checkout.polling.initial-delay: 100ms
				%s
				""".formatted(name, this.directory.resolve("secret"), more));
	}

	private void drop(String job, String name, Path file) {
		try {
			Files.createDirectories(this.directory.resolve(job));
			Files.move(file, this.directory.resolve(job).resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path write(String name, String text) {
		return CartsCsv.write(this.directory.resolve(name), text);
	}

	private long files(String folder, String name) {
		return find(folder, name).size();
	}

	private String text(String folder, String name) {
		try {
			return Files.readString(find(folder, name).getFirst());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<Path> find(String folder, String name) {
		Path in = this.directory.resolve(folder);
		if (!Files.isDirectory(in)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(in)) {
			return files.filter((file) -> file.getFileName().toString().matches(name)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The one that works on the run, and one that waits. */
	private List<Program.Child> twoInTheMiddleOfARunOf(int carts) {
		job("nightly", "bulk-checkout.concurrency: 8");
		drop("nightly", "carts.csv", CartsCsv.write(this.directory.resolve("carts"), CartsCsv.FINE, carts));
		List<Program.Child> serving = List.of(this.program.start("serve"), this.program.start("serve"));
		Program.await(serving, () -> this.simulator.counts().checkouts() >= 40);
		return serving.getFirst().err().contains("works on") ? serving : serving.reversed();
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

}
