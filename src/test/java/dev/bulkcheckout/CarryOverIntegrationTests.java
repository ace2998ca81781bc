package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nights of a job whose carts were left by states that clear by themselves.
 */
class CarryOverIntegrationTests {

	/** The customer is under review, once. */
	private static final String REVIEWED = "40300001-0080-0073-0000";

	/** The customer is under review for good. */
	private static final String UNDER_REVIEW = "40300000-0080-0073-0000";

	/** A fault of the server, for as long as a run asks. */
	private static final String DOWN = "50000002-0000-0000-0000";

	private final Simulator partnerCenter = Simulator
		.start(SimulatorSettings.builder().provisioning(Latency.fixed(Duration.ZERO)).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final Path job;

	private final TestCli cli;

	CarryOverIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.job = directory.resolve("nightly.yaml");
		this.cli = new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.output", directory.resolve("out"))
			.set("bulk-checkout.polling.initial-delay", "10ms")
			.set("bulk-checkout.retry.first-pause", "1ms")
			.set("bulk-checkout.retry.max-attempts", "2");
		aJob("");
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void whatIsLeftIsAskedForTheNextNightAndSaidEverywhere() throws IOException {
		TestCli.Ended first = run(aFile("first", CartsCsv.FINE, 1, CartsCsv.REFUSED, 2, REVIEWED, 3, DOWN, 4), "--job",
				this.job.toString());
		assertThat(first.exitCode()).as("%s", first).isEqualTo(3);
		assertThat(first.out()).doesNotContain("carried over");

		String second = aFile("second", CartsCsv.FINE, 5);
		assertThat(run(second, "--job", this.job.toString(), "--dry-run").out())
			.contains("a new run would ask for 1 carts and those of 2 carts carried over from run 1");
		TestCli.Ended next = run(second, "--job", this.job.toString());
		assertThat(next.exitCode()).as("%s", next).isZero();
		assertThat(next.err()).contains("2 carts carried over from run 1");
		assertThat(next.out()).contains(
				"Every cart is ordered and every subscription id is there; 2 carts carried over from run 1",
				"line 3 was line 4 of run 1", "line 4 was line 5 of run 1");
		assertThat(this.partnerCenter.counts().orderedCarts()).isEqualTo(4);
		assertThat(this.database.jdbc().sql("select order_id from cart_order").query(String.class).list())
			.containsExactlyInAnyOrderElementsOf(this.partnerCenter.truth()
				.flatMap((cart) -> cart.orders().stream())
				.map(CartTruth.OrderTruth::orderId)
				.toList());
		assertThat(this.cli.run("show", "2").out()).contains("  job        nightly", "2 carts carried over from run 1");
		assertThat(this.cli.run("show", "2", "--json").out()).contains("\"job\" : \"nightly\"", "\"runs\" : [ 1 ]",
				"\"fromLine\" : 4");
		Path out = this.directory.resolve("out");
		assertThat(out.resolve("report.html")).content()
			.contains("2 carts carried over from run 1", "line 3 was line 4 of run 1");
		assertThat(out.resolve("summary.json")).content().contains("2 carts carried over from run 1");
		assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(4)
			.first()
			.isEqualTo("line,customer-id,cart-id,outcome,orders,order-errors,attempts,http-status,error-code,"
					+ "error-description,correlation-id,request-id,completed-at");

		long asked = this.partnerCenter.counts().checkouts();
		assertThat(run(second, "--job", this.job.toString()).err()).contains("run 2 of this input is complete");
		assertThat(run(aFile("third"), "--job", this.job.toString()).out()).contains("The input names no cart");
		assertThat(this.partnerCenter.counts().checkouts()).as("nothing is left").isEqualTo(asked);
	}

	@Test
	void aRunWithCarriedCartsThatIsStoppedGoesOnWithTheSame() throws IOException {
		aJob("bulk-checkout.max-refused: 10");
		run(aFile("first", REVIEWED, 1, UNDER_REVIEW, 2, UNDER_REVIEW, 3), "--job", this.job.toString());
		StringBuilder refused = new StringBuilder("customer-id,cart-id\n");
		CartsCsv.append(refused, CartsCsv.REFUSED, 100, 40);
		String second = CartsCsv.write(this.directory.resolve("second.csv"), refused).toString();
		TestCli.Ended stopped = run(second, "--job", this.job.toString(), "--concurrency", "1");
		assertThat(stopped.exitCode()).as("%s", stopped).isEqualTo(5);
		assertThat(stopped.err()).contains("3 carts carried over from run 1");

		TestCli.Ended third = run(aFile("third"), "--job", this.job.toString());
		assertThat(third.err()).as("the restart has them").doesNotContain("carried over");
		List<String> staged = carried();
		aJob("bulk-checkout.max-refused: 100%");
		assertThat(this.cli.run("restart", "2").exitCode()).isIn(3, 5);
		assertThat(carried()).isEqualTo(staged).hasSize(3);
	}

	@Test
	void carriedCartsThatAreRefusedStopNoRunAndAreReadBeforeBuyingLikeOthers() throws IOException {
		aJob("bulk-checkout.max-refused: 2");
		String first = aFile("first", REVIEWED, 1, UNDER_REVIEW, 2, UNDER_REVIEW, 3, UNDER_REVIEW, 4);
		assertThat(run(first, "--job", this.job.toString(), "--max-refused", "100%").exitCode()).isEqualTo(3);
		String second = aFile("second", CartsCsv.FINE, 5);
		TestCli.Ended looked = this.cli.run("preflight", second, "--job", this.job.toString());
		assertThat(looked.out()).as("%s", looked).contains("Every cart would go; 4 carts carried over from run 1");
		TestCli.Ended plan = run(second, "--job", this.job.toString(), "--plan", "--max-spend", "1000:USD");
		assertThat(plan.exitCode()).as("%s", plan).isZero();
		assertThat(plan.out()).contains("Every cart would go; 4 carts carried over from run 1");
		TestCli.Ended approved = this.cli.run("approve", "3");
		assertThat(approved.exitCode()).as("%s", approved).isEqualTo(3);
		assertThat(approved.out()).contains("3 of 5 carts need a person; 4 carts carried over from run 1");
	}

	private TestCli.Ended run(String csv, String... options) {
		String[] arguments = new String[options.length + 2];
		arguments[0] = "run";
		arguments[1] = csv;
		System.arraycopy(options, 0, arguments, 2, options.length);
		return this.cli.run(arguments);
	}

	private List<String> carried() {
		return this.database.jdbc()
			.sql("select run_id || ' ' || line || ' ' || from_line from carried_cart order by 1")
			.query(String.class)
			.list();
	}

	private void aJob(String more) {
		CartsCsv.write(this.job, "bulk-checkout.carry-over: 3d\n" + more + "\n");
	}

	/** A file of carts, each by its kind and number. */
	private String aFile(String name, Object... carts) {
		StringBuilder csv = new StringBuilder("customer-id,cart-id," + name + "\n");
		for (int i = 0; i < carts.length; i += 2) {
			CartsCsv.append(csv, (String) carts[i], (Integer) carts[i + 1], 1);
		}
		return CartsCsv.write(this.directory.resolve(name + ".csv"), csv).toString();
	}

}
