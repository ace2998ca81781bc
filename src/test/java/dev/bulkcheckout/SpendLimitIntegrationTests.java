package dev.bulkcheckout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.CartTruth;
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
	private static final List<String> BEHAVIOURS = List.of("fine", "fine product=saas", "fine product=savings-plan",
			"fine product=two-line-license", "400 code=800030");

	private static final String WITHOUT_PRICE = "fine product=azure";

	private final Simulator partnerCenter = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(20))).build());

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final TestCli cli;

	private final Random random = new Random(7);

	SpendLimitIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
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
		Path csv = aFileOf(80, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "5000.10:USD");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(outcomes()).isEqualTo(oneAfterTheOther(new BigDecimal("5000.10"), null))
			.containsValues("ORDERED", "NOT_ATTEMPTED OVER_LIMIT", "REFUSED");
		assertThat(spent()).isLessThanOrEqualTo(new BigDecimal("5000.10"));
		assertThat(run.out()).contains("would exceed --max-spend 5000.10:USD, of which", "Raise --max-spend");
	}

	@Test
	void aLimitForEachCustomerHoldsForEachCustomer() throws IOException {
		Path csv = aFileOf(60, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "4000:USD", "--max-spend",
				"900:USD:per-customer");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(outcomes()).isEqualTo(oneAfterTheOther(new BigDecimal(4000), new BigDecimal(900)))
			.containsValues("ORDERED", "NOT_ATTEMPTED OVER_LIMIT");
	}

	@Test
	void cartsWithoutAPriceOrInACurrencyWithoutALimitAreNotBought() throws IOException {
		Path csv = aFileOf(3, List.of(WITHOUT_PRICE, "fine", "fine currency=EUR"), "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "100:usd");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(outcomes().values()).containsExactlyInAnyOrder("NOT_ATTEMPTED NO_PRICE", "ORDERED",
				"NOT_ATTEMPTED NO_LIMIT");
		Path again = aFileOf(1, List.of(WITHOUT_PRICE), "USD");
		assertThat(this.cli.run("run", again.toString(), "--preflight", "--max-spend", "100:USD", "--unpriced", "buy")
			.exitCode()).isZero();
	}

	@Test
	void aPriceThatIsNotThatOfTheOrdersIsNoted() throws IOException {
		Path csv = aFileOf(1, List.of("fine changes-after=1"), "USD");
		// the simulator sells what the cart held at first
		assertThat(this.cli.run("preflight", csv.toString()).exitCode()).isZero();
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "100:USD");
		assertThat(run.out()).as("%s", run).contains("its price before buying was 24.68 USD, its orders say 12.34 USD");
	}

	@Test
	void aLimitNeedsThePreflightAndSaysSo() throws IOException {
		Path csv = aFileOf(1, BEHAVIOURS, "USD");
		TestCli.Ended run = this.cli.run("run", csv.toString(), "--max-spend", "100:USD");
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("--max-spend").contains("give --preflight or --plan, too");
		run = this.cli.run("run", csv.toString(), "--preflight", "--max-spend", "a lot");
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains("--max-spend").contains("such as 5000:USD");
	}

	@Test
	void killedFiveTimesARunSpendsNoMoreAndBuysAllThatFits() throws IOException {
		int carts = 200;
		Path csv = aFileOf(carts, BEHAVIOURS.subList(0, 4), "USD");
		BigDecimal limit = new BigDecimal(15_000);
		TestDatabase ledger = TestDatabase.empty();
		try (ledger) {
			int kills = 0;
			for (int i = 1; i <= 5; i++) {
				Program.Child child = program(CrashingSockets.in(ledger.url(), "update cart\n   set outcome", i), limit)
					.start("run", csv.toString());
				kills += (child.waitFor(Duration.ofMinutes(2)) == 137) ? 1 : 0;
				assertThat(spent()).as("after kill %d", kills).isLessThanOrEqualTo(limit);
			}
			assertThat(kills).isEqualTo(5);
			Program.Child child = program(ledger.url(), limit).run("run", csv.toString());
			assertThat(child.exitCode()).as(child.err()).isEqualTo(3);
			assertThat(spent()).isLessThanOrEqualTo(limit);
			assertThat(outcomes(ledger)).isEqualTo(oneAfterTheOther(ledger, limit, null));
		}
	}

	@Test
	void cartsThatMayHaveBeenBoughtAreAskedForWhateverTheLimitIsNow() throws IOException {
		killAndGoOnWith(1);
	}

	@Test
	@Tag("long")
	void cartsThatMayHaveBeenBoughtAreAskedForFirstWhereTheLimitIsHigherNow() throws IOException {
		killAndGoOnWith(8_000);
	}

	private void killAndGoOnWith(int limitNow) throws IOException {
		Path csv = aFileOf(60, BEHAVIOURS.subList(0, 4), "USD");
		TestDatabase ledger = TestDatabase.empty();
		try (ledger) {
			String dying = CrashingSockets.in(ledger.url(), "update cart\n   set outcome", 1);
			assertThat(program(dying, new BigDecimal(5_000)).run("run", csv.toString()).exitCode()).isEqualTo(137);
			long bought = this.partnerCenter.counts().orderedCarts();
			assertThat(bought).isPositive();
			Program.Child child = program(ledger.url(), new BigDecimal(limitNow)).run("run", csv.toString());
			assertThat(child.exitCode()).as(child.err()).isEqualTo(3);
			assertThat(outcomes(ledger).values()).filteredOn("ORDERED"::equals)
				.hasSize((int) this.partnerCenter.counts().orderedCarts())
				.hasSizeGreaterThanOrEqualTo((int) bought);
			assertThat(spent()).isLessThanOrEqualTo(new BigDecimal(Math.max(limitNow, 5_000)));
		}
	}

	private Program program(String url, BigDecimal limit) {
		return new Program(this.directory, url, this.partnerCenter).set("BULK_CHECKOUT_PREFLIGHT", "true")
			.set("BULK_CHECKOUT_MAX_SPEND", limit + ":USD")
			.set("BULK_CHECKOUT_CONCURRENCY", "8")
			.set("BULK_CHECKOUT_RECONCILE_FOR", "0s");
	}

	private Path aFileOf(int carts, List<String> behaviours, String currency) throws IOException {
		List<String> rows = new ArrayList<>();
		for (int i = 0; i < carts; i++) {
			String cart = UUID.randomUUID().toString();
			String behaviour = behaviours
				.get((carts <= behaviours.size()) ? i : this.random.nextInt(behaviours.size()));
			this.partnerCenter.behave(cart,
					Behaviour.parse(behaviour.contains("currency") ? behaviour : behaviour + " currency=" + currency));
			rows.add("%08d-1111-4222-8333-444444444444,%s\n".formatted(i % 7, cart));
		}
		return Files.writeString(this.directory.resolve("carts-%d.csv".formatted(this.random.nextInt())),
				rows.stream().collect(Collectors.joining("", "customer-id,cart-id\n", "")));
	}

	private Map<String, String> outcomes() {
		return outcomes(this.database);
	}

	private static Map<String, String> outcomes(TestDatabase ledger) {
		Map<String, String> outcomes = new HashMap<>();
		ledger.jdbc()
			.sql("select cart_id, outcome, case when outcome = 'NOT_ATTEMPTED' then ' ' || error_code else '' end as why from cart")
			.query((row) -> {
				outcomes.put(row.getString("cart_id"), row.getString("outcome") + row.getString("why"));
			});
		return outcomes;
	}

	private Map<String, String> oneAfterTheOther(BigDecimal limit, @Nullable BigDecimal perCustomer) {
		return oneAfterTheOther(this.database, limit, perCustomer);
	}

	/**
	 * What is to come of each cart: bought one after the other, each that still fits.
	 */
	private static Map<String, String> oneAfterTheOther(TestDatabase ledger, BigDecimal limit,
			@Nullable BigDecimal perCustomer) {
		Map<String, String> outcomes = new HashMap<>();
		Map<String, BigDecimal> spent = new HashMap<>();
		ledger.jdbc()
			.sql("select customer_id, cart_id, price, outcome from cart join cart_inspection using (run_id, line) order by position")
			.query((row) -> {
				String customer = row.getString("customer_id");
				BigDecimal price = row.getBigDecimal("price");
				boolean fits = spent.getOrDefault("all", BigDecimal.ZERO).add(price).compareTo(limit) <= 0
						&& (perCustomer == null || spent.getOrDefault(customer, BigDecimal.ZERO)
							.add(price)
							.compareTo(perCustomer) <= 0);
				boolean refused = "REFUSED".equals(row.getString("outcome"));
				outcomes.put(row.getString("cart_id"),
						!fits ? "NOT_ATTEMPTED OVER_LIMIT" : refused ? "REFUSED" : "ORDERED");
				if (fits && !refused) {
					spent.merge("all", price, BigDecimal::add);
					spent.merge(customer, price, BigDecimal::add);
				}
			});
		return outcomes;
	}

	/** What the simulator has sold in truth. */
	private BigDecimal spent() {
		return this.partnerCenter.truth()
			.flatMap((cart) -> cart.orders().stream())
			.map(CartTruth.OrderTruth::price)
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
