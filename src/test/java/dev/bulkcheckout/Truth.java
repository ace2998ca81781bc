package dev.bulkcheckout;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the simulator knows of every cart, against what the ledger says of it.
 */
final class Truth {

	private Truth() {
	}

	/**
	 * Every cart of the input was ordered, is settled once, and has the order ids in the
	 * ledger that it has in truth.
	 */
	static void assertToldBy(JdbcClient ledger, Simulator simulator, int carts) {
		Map<String, String> truth = simulator.truth()
			.collect(Collectors.toMap(CartTruth::cartId, (cart) -> cart.outcome() + " "
					+ cart.orders().stream().map(CartTruth.OrderTruth::orderId).collect(Collectors.joining(" "))));
		Map<String, String> told = ledger
			.sql("""
					select lower(cart_id) as cart, outcome || ' ' || coalesce(string_agg(o.order_id, ' ' order by o.id), '') as what
					  from cart c left join cart_order o on o.run_id = c.run_id and o.line = c.line
					 group by c.run_id, c.line""")
			.query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		assertThat(told).hasSize(carts).isEqualTo(truth);
		assertThat(simulator.counts().orderedCarts()).isEqualTo(carts);
	}

}
