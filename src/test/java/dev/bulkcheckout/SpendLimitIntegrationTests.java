package dev.bulkcheckout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run buys no more than what may be spent, and nothing less than it could have.
 */
class SpendLimitIntegrationTests {

	/**
	 * Carts that pass the preflight, the last of which are refused when they are bought.
	 */
	private static final List<String> BEHAVIOURS = Stream
		.concat(PricedCarts.FINE.stream(), Stream.of("400 code=800030"))
		.toList();

	private static final String WITHOUT_PRICE = "fine product=azure";

	private final Simulator partnerCenter = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(20))).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final TestCli cli;

	private final PricedCarts carts;

	SpendLimitIntegrationTests(@TempDir Path directory) {
		this.carts = new PricedCarts(this.partnerCenter, directory);
		this.cli = new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.output", directory.resolve("output"))
			.set("bulk-checkout.max-refused", "100%")
			.set("bulk-checkout.reconcile-for", "0s");
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void whatFitsIsBoughtInTheOrderOfTheCarts() throws IOException {
		Path csv = this.carts.aFileOf(80, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "5000.10:USD");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(PricedCarts.outcomes(this.database))
			.isEqualTo(PricedCarts.oneAfterTheOther(this.database, new BigDecimal("5000.10"), null))
			.containsValues("ORDERED", "NOT_ATTEMPTED OVER_LIMIT", "REFUSED");
		assertThat(this.carts.spent()).isLessThanOrEqualTo(new BigDecimal("5000.10"));
		assertThat(run.out()).contains("would exceed --max-spend 5000.10:USD, of which", "Raise --max-spend");
	}

	@Test
	void aLimitForEachCustomerHoldsForEachCustomer() throws IOException {
		Path csv = this.carts.aFileOf(60, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "4000:USD", "--max-spend",
				"900:USD:per-customer");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(PricedCarts.outcomes(this.database))
			.isEqualTo(PricedCarts.oneAfterTheOther(this.database, new BigDecimal(4000), new BigDecimal(900)))
			.containsValues("ORDERED", "NOT_ATTEMPTED OVER_LIMIT");
	}

	@Test
	void cartsWithoutAPriceOrInACurrencyWithoutALimitAreNotBought() throws IOException {
		Path csv = this.carts.aFileOf(3, List.of(WITHOUT_PRICE, "fine", "fine currency=EUR"), "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "100:usd");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(PricedCarts.outcomes(this.database).values()).containsExactlyInAnyOrder("NOT_ATTEMPTED NO_PRICE",
				"ORDERED", "NOT_ATTEMPTED NO_LIMIT");
		Path again = this.carts.aFileOf(1, List.of(WITHOUT_PRICE), "USD");
		assertThat(this.cli.run("run", again.toString(), "--preflight", "--max-spend", "100:USD", "--unpriced", "buy")
			.exitCode()).isZero();
	}

	@Test
	void aPriceThatIsNotThatOfTheOrdersIsNoted() throws IOException {
		Path csv = this.carts.aFileOf(1, List.of("fine changes-after=1"), "USD");
		// the simulator sells what the cart held at first
		assertThat(this.cli.run("preflight", csv.toString()).exitCode()).isZero();
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "100:USD");
		assertThat(run.out()).as("%s", run).contains("its price before buying was 24.68 USD, its orders say 12.34 USD");
	}

	@Test
	void aLimitNeedsThePreflightAndSaysSo() throws IOException {
		Path csv = this.carts.aFileOf(1, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--max-spend", "100:USD");
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("--max-spend").contains("give --preflight or --plan, too");
		run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "a lot");
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("--max-spend").contains("such as 5000:USD");
	}

}
