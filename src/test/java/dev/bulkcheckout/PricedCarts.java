package dev.bulkcheckout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Simulator;

/**
 * Carts with prices, of a simulator that knows what it has sold of them.
 */
final class PricedCarts {

	/** Carts that pass the preflight. */
	static final List<String> FINE = List.of("fine", "fine product=saas", "fine product=savings-plan",
			"fine product=two-line-license");

	private final Simulator partnerCenter;

	private final Path directory;

	private final Random random = new Random(7);

	PricedCarts(Simulator partnerCenter, Path directory) {
		this.partnerCenter = partnerCenter;
		this.directory = directory;
	}

	Path aFileOf(int carts, List<String> behaviours, String currency) throws IOException {
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

	static Map<String, String> outcomes(TestDatabase ledger) {
		Map<String, String> outcomes = new HashMap<>();
		ledger.jdbc()
			.sql("select cart_id, outcome, case when outcome = 'NOT_ATTEMPTED' then ' ' || error_code else '' end as why from cart")
			.query((row) -> {
				outcomes.put(row.getString("cart_id"), row.getString("outcome") + row.getString("why"));
			});
		return outcomes;
	}

	/**
	 * What is to come of each cart: bought one after the other, each that still fits.
	 */
	static Map<String, String> oneAfterTheOther(TestDatabase ledger, BigDecimal limit,
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
	BigDecimal spent() {
		return this.partnerCenter.truth()
			.flatMap((cart) -> cart.orders().stream())
			.map(CartTruth.OrderTruth::price)
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
