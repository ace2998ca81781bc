package dev.bulkcheckout.simulator;

import java.util.HashSet;
import java.util.Set;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.OrderIds.Form;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CartTableTests {

	private final CartTable table = new CartTable();

	@Test
	void findsEveryCartAmongMany() {
		for (int i = 0; i < 100_000; i++) {
			assertThat(this.table.attempt(key(i)).attempts()).isEqualTo(1);
		}
		assertThat(this.table.attempt(key(77)).attempts()).isEqualTo(2);
		assertThat(this.table.size()).isEqualTo(100_000);
		for (int i = 0; i < 100_000; i++) {
			assertThat(this.table.find(key(i)).number()).isEqualTo(i);
		}
		assertThat(this.table.find(key(100_000)).number()).isEqualTo(-1);
		assertThat(this.table.ofCustomer(7, 3, 1000)).hasSize(1000)
			.allMatch((cart) -> cart.key().customerLow() == 3)
			.first()
			.satisfies((newest) -> assertThat(newest.key().cartHigh()).isGreaterThan(99_000));
	}

	@Test
	void ordersACartOnceAndRemembersWhen() {
		CartState cart = this.table.attempt(key(1));
		assertThat(this.table.order(cart.number(), 5)).isEqualTo(5);
		assertThat(this.table.order(cart.number(), 9)).isEqualTo(5);
		assertThat(this.table.ordered()).isEqualTo(1);
	}

	@Test
	void orderIdsLeadBackToTheirCarts() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			CartKey key = key(i);
			this.table.attempt(key);
			for (Form form : Form.values()) {
				String id = OrderIds.orderId(key.hash(), i % 8, form);
				assertThat(ids.add(id)).isTrue();
				long decoded = OrderIds.decode(id);
				assertThat(decoded & 7).isEqualTo(i % 8);
				assertThat(this.table.find(key.customerHigh(), key.customerLow(), decoded >>> 3))
					.extracting(CartState::key)
					.containsExactly(key);
			}
		}
	}

	private static CartKey key(int number) {
		return new CartKey(7, number % 10, number, 42);
	}

}
