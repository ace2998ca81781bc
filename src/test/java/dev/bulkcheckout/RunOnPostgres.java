package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One run of the real program whose database goes away in some way, and what must hold of
 * it in the end. The simulator outlives program and database.
 */
final class RunOnPostgres implements AutoCloseable {

	private static final int CONCURRENCY = 20;

	/** Usually a minute. */
	private static final String SILENCE = "socketTimeout=10";

	private final Path directory;

	private final int carts;

	private final Simulator simulator;

	private final RestartablePostgres postgres;

	private final Program program;

	private RestartablePostgres primary;

	/**
	 * A run of so many carts, a hundred of them a second.
	 */
	RunOnPostgres(Path directory, int carts) {
		this(directory, carts, CartsCsv.FINE, Duration.ZERO);
	}

	private RunOnPostgres(Path directory, int carts, String kind, Duration provisioning) {
		this.directory = directory;
		this.carts = carts;
		this.simulator = Simulator.start(SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(150)))
			.provisioning(Latency.fixed(provisioning))
			.recordedRequests(0)
			.build());
		this.postgres = new RestartablePostgres(directory.resolve("pg"));
		this.primary = this.postgres;
		this.program = new Program(directory, this.postgres.url() + "&" + SILENCE, this.simulator)
			.set("BULK_CHECKOUT_CONCURRENCY", "" + CONCURRENCY)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "500ms");
		CartsCsv.write(directory.resolve("carts.csv"), kind, carts);
	}

	/**
	 * A run of carts whose subscription ids come so much later.
	 */
	static RunOnPostgres withLateIds(Path directory, int carts, Duration later) {
		return new RunOnPostgres(directory, carts, CartsCsv.LATE, later);
	}

	RestartablePostgres postgres() {
		return this.postgres;
	}

	/**
	 * Has the program work under a role that is subject to limits, as superusers are not.
	 */
	RunOnPostgres as(String role) {
		jdbc().sql("create role " + role + " login").update();
		jdbc().sql("grant create on database postgres to " + role).update();
		this.program
			.set("SPRING_DATASOURCE_URL", "jdbc:postgresql://" + this.postgres.address() + "/postgres?" + SILENCE)
			.set("SPRING_DATASOURCE_USERNAME", role);
		return this;
	}

	/**
	 * Gives the server a standby, and has the program look for the primary of both.
	 */
	RestartablePostgres aStandby() {
		RestartablePostgres standby = this.postgres.standby(this.directory.resolve("standby"));
		this.program.set("SPRING_DATASOURCE_URL", "jdbc:postgresql://%s,%s/postgres?targetServerType=primary"
			.formatted(this.postgres.address(), standby.address()));
		return standby;
	}

	/**
	 * The ledger is on this server from now on.
	 */
	void failedOverTo(RestartablePostgres standby) {
		this.primary = standby;
	}

	/**
	 * Launches the run.
	 * @param patience how long it waits for its database
	 */
	Program.Child launch(String patience) {
		return this.program.set("BULK_CHECKOUT_DATABASE_OUTAGE_TIMEOUT", patience).start("run", "carts.csv");
	}

	/**
	 * Runs another command.
	 */
	Program.Child command(String... arguments) {
		return this.program.run(arguments);
	}

	/**
	 * Waits until so many checkouts were asked.
	 */
	void awaitCheckouts(long count) {
		await("checkouts", () -> this.simulator.counts().checkouts() >= count);
	}

	/**
	 * Waits until all carts are settled and so many reads of their orders were asked.
	 */
	void awaitReads(long count) {
		await("reads", () -> this.simulator.counts().calls() >= this.carts + count);
	}

	/**
	 * Waits until the program has said this.
	 */
	void awaitWord(Program.Child child, String word) {
		await(word, () -> child.err().contains(word) || !child.process().isAlive());
		assertThat(child.err()).contains(word);
	}

	private static void await(String what, Callable<Boolean> condition) {
		Await.until(condition, () -> what);
	}

	/**
	 * How many checkouts were asked so far.
	 */
	long checkouts() {
		return this.simulator.counts().checkouts();
	}

	/**
	 * The run waited, went on by itself and lost nothing.
	 */
	void assertWentOn(Program.Child child) {
		assertThat(child.waitFor(Duration.ofMinutes(5))).as(child.err()).isZero();
		assertThat(child.err()).contains("nothing is lost", "the database answers again");
		assertNothingIsLost(child);
		assertThat(checkouts()).as("nothing was asked twice").isEqualTo(this.carts);
	}

	/**
	 * The run gave up, and says so.
	 */
	void assertGaveUp(Program.Child child) {
		assertThat(child.waitFor(Duration.ofMinutes(2))).as(child.err()).isEqualTo(5);
		assertThat(child.err()).contains("ended before its end: the database", "'bulk-checkout restart 1'");
		assertPlainWords(child);
	}

	/**
	 * A restart of the run that gave up finishes it; no more is asked again than was in
	 * flight.
	 */
	void assertRestartFinishes() {
		Program.Child child = command("restart");
		assertThat(child.exitCode()).as(child.err()).isZero();
		assertNothingIsLost(child);
		assertThat(checkouts() - this.carts).as("asked again").isBetween(0L, 2L * CONCURRENCY);
	}

	private void assertNothingIsLost(Program.Child child) {
		assertPlainWords(child);
		Truth.assertToldBy(jdbc(), this.simulator, this.carts);
		assertThat(jdbc().sql("""
				select status from batch_job_execution union all select status from batch_step_execution""")
			.query(String.class)
			.set()).contains("COMPLETED").isSubsetOf("COMPLETED", "FAILED", "STOPPED");
		assertThat(jdbc().sql("select count(*) from order_line_item where subscription_state <> 'PROVISIONED'")
			.query(Long.class)
			.single()).isZero();
		assertThat(this.directory.resolve("output/run-1/summary.json")).exists();
	}

	/** Neither logs nor stack traces, which an operator could not read. */
	private static void assertPlainWords(Program.Child child) {
		assertThat(child.err().lines()).allMatch((line) -> line.startsWith("bulk-checkout: "));
	}

	private JdbcClient jdbc() {
		return this.primary.jdbc();
	}

	@Override
	public void close() {
		this.simulator.close();
		if (this.primary != this.postgres) {
			this.primary.close();
		}
		this.postgres.close();
	}

}
