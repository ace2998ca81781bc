package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

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
 * One run of the real program that is killed again and again, and what must hold of it in
 * the end. The simulator and the ledger outlive the program.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashIntegrationTests {

	private static final int CONCURRENCY = 16;

	private Random random = new Random(1);

	private final Path directory;

	private int carts;

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.lognormal(Duration.ofMillis(80), Duration.ofMillis(400)))
		.provisioning(Latency.fixed(Duration.ofMillis(100)))
		.recordedRequests(0)
		.build());

	private final TestDatabase database = TestDatabase.empty();

	private final List<String> kills = new ArrayList<>();

	private String[] command = { "run", "carts.csv" };

	private long mayBeRepeated;

	CrashIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void killedAtEveryNamedPointARunSettlesEveryCartOnce() {
		aFileOf(300, 1);
		dieAtEveryPointBeforeTheFirstAnswer();
		assertThat(dieBefore("update cart\n   set outcome", 3)).as("after an answer, before settling").isTrue();
		removeInput();
		dieAtRandom(60);
		dieAtRandom(120);
		assertThat(dieBefore("update cart_order", 1)).as("in reconcile").isTrue();
		dieWhileWritingFiles();
		finishAndCompare();
	}

	@Test
	@Tag("long")
	void killedThirtyTimesARunOf3000SettlesEveryCartOnce() {
		aFileOf(3000, System.nanoTime());
		dieAtEveryPointBeforeTheFirstAnswer();
		for (int i = 0; i < 4; i++) {
			assertThat(dieBefore("update cart\n   set outcome", 1 + 3 * i)).as("before settling").isTrue();
			assertThat(dieBefore("UPDATE BATCH_STEP_EXECUTION", 2 + i)).as("between chunks").isTrue();
		}
		removeInput();
		while (this.kills.size() < 28) {
			dieAtRandom(110);
		}
		assertThat(dieBefore("update cart_order", 1)).as("in reconcile").isTrue();
		assertThat(dieBefore("update cart_order", 2)).as("in reconcile again").isTrue();
		dieWhileWritingFiles();
		finishAndCompare();
		assertThat(this.kills).hasSizeGreaterThanOrEqualTo(30);
	}

	private void aFileOf(int carts, long seed) {
		this.carts = carts;
		this.random = new Random(seed);
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int i = 0; i < carts; i++) {
			// every tenth cart gets its id later, so that there is something to reconcile
			String kind = (i % 10 == 0) ? "0600" : "0000";
			csv.append("c0000000-0000-4000-8000-%012d,00000000-0000-0000-%s-%012d%n".formatted(i % 40, kind, i));
		}
		try {
			Files.writeString(this.directory.resolve("carts.csv"), csv);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Program program(String url) {
		return new Program(this.directory, url, this.simulator).set("BULK_CHECKOUT_CONCURRENCY", "" + CONCURRENCY)
			.set("BULK_CHECKOUT_RECONCILE_FOR", "30s")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "200ms");
	}

	/**
	 * Launches the run and has it die when it is about to send a statement.
	 * @return whether it came to that; otherwise it ended by itself
	 */
	private boolean dieBefore(String statement, int count) {
		Program.Child child = program(CrashingSockets.in(this.database.url(), statement, count)).start(this.command);
		int exitCode = child.waitFor(Duration.ofMinutes(2));
		if (exitCode != 137) {
			assertThat(exitCode).as(child.err()).isIn(0, 3, 4);
			return false;
		}
		killed("before '" + statement + "'");
		return true;
	}

	/**
	 * Named points from the first row in the ledger to the first answer.
	 */
	private void dieAtEveryPointBeforeTheFirstAnswer() {
		assertThat(dieBefore("insert into run ", 1)).as("instance without run").isTrue();
		assertThat(dieBefore("INSERT INTO BATCH_JOB_EXECUTION(", 1)).as("instance without execution").isTrue();
		assertThat(dieBefore("copy staged_row", 1)).as("staging begins").isTrue();
		assertThat(dieBefore("update run set staged_at", 1)).as("staging ends").isTrue();
		assertThat(dieBefore("INSERT INTO BATCH_STEP_EXECUTION(", 2)).as("the checkout begins").isTrue();
		assertThat(dieBefore("select line, position, customer_id", 1)).as("before the first call").isTrue();
	}

	/**
	 * Launches the run and has it die when some of its result files are written and some
	 * are not.
	 */
	private void dieWhileWritingFiles() {
		assertThat(dieBefore("reason as \"reason\"", 1)).as("while files are written").isTrue();
		assertThat(this.directory.resolve("output/run-1/results.csv")).doesNotExist();
	}

	/**
	 * Launches the run and kills it after some calls.
	 * @param most how many at the most
	 */
	private void dieAtRandom(int most) {
		Program.Child child = program(this.database.url()).start(this.command);
		long calls = this.simulator.counts().calls();
		int more = 1 + this.random.nextInt(most);
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (child.process().isAlive() && this.simulator.counts().calls() < calls + more && System.nanoTime() < end) {
			pause(1 + this.random.nextInt(20));
		}
		child.kill();
		killed("at random");
	}

	/**
	 * What may be asked again because of this kill: all that the simulator ordered and
	 * the ledger does not know, and all that is still on its way.
	 */
	private void killed(String where) {
		pause(600);
		long settled = hasCarts() ? this.database.jdbc()
			.sql("select count(*) from cart where outcome is not null")
			.query(Long.class)
			.single() : 0;
		long unsettled = this.simulator.counts().orderedCarts() - settled;
		assertThat(unsettled).as("asked and not settled at the kill " + where).isBetween(0L, 2L * CONCURRENCY);
		this.mayBeRepeated += unsettled;
		this.kills.add(where + ": " + unsettled);
	}

	private boolean hasCarts() {
		return this.database.jdbc()
			.sql("select count(*) from information_schema.tables where table_name = 'cart'")
			.query(Long.class)
			.single() == 1;
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The input is no longer needed once it is staged.
	 */
	private void removeInput() {
		try {
			Files.delete(this.directory.resolve("carts.csv"));
			this.command = new String[] { "restart" };
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lets the run finish and compares the ledger and the files with the simulator's
	 * truth.
	 */
	private void finishAndCompare() {
		Program.Child child = program(this.database.url()).run("restart");
		assertThat(child.exitCode()).as(child.err() + this.kills).isIn(0, 2);
		Truth.assertToldBy(this.database.jdbc(), this.simulator, this.carts);
		assertThat(this.simulator.counts().checkouts() - this.carts).as("checkouts repeated, " + this.kills)
			.isLessThanOrEqualTo(this.mayBeRepeated);
		assertThat(this.database.jdbc()
			.sql("select count(*) from order_line_item where subscription_state <> 'PROVISIONED'")
			.query(Long.class)
			.single()).isZero();
		assertThat(this.database.jdbc()
			.sql("select count(*) from run where finished_at is not null")
			.query(Long.class)
			.single()).isEqualTo(1);
		assertResultsAreWhole();
	}

	private void assertResultsAreWhole() {
		Path results = this.directory.resolve("output/run-1/results.csv");
		try {
			List<String> rows = Files.readAllLines(results);
			assertThat(rows).hasSize(this.carts + 1);
			assertThat(rows.stream().skip(1).map((row) -> UUID.fromString(row.split(",", -1)[2])).distinct())
				.hasSize(this.carts);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

}
