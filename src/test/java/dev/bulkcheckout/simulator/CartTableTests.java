package dev.bulkcheckout.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.bulkcheckout.simulator.CartTable.CartState;
import dev.bulkcheckout.simulator.CartTable.OrderRef;
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
		assertThat(this.table.ofCustomer(new UUID(7, 3), 1000)).hasSize(1000)
			.allMatch((cart) -> cart.key().customer().getLeastSignificantBits() == 3)
			.first()
			.satisfies((newest) -> assertThat(newest.key().cart().getMostSignificantBits()).isGreaterThan(99_000));
	}

	@Test
	void ordersACartOnceAndRemembersWhen() {
		CartState cart = this.table.attempt(key(1));
		assertThat(this.table.order(cart.number(), 5, List.of()).orderedAt()).isEqualTo(5);
		assertThat(this.table.order(cart.number(), 9, List.of()).orderedAt()).isEqualTo(5);
		assertThat(this.table.ordered()).isEqualTo(1);
	}

	@Test
	void orderIdsLeadBackToTheirCarts() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			CartKey key = key(i);
			int number = this.table.attempt(key).number();
			List<String> ofCart = Stream.of(Form.values())
				.map((form) -> OrderIds.orderId(key.hash(), form.ordinal(), form))
				.toList();
			assertThat(ids.addAll(ofCart)).isTrue();
			this.table.order(number, i, ofCart);
		}
		assertThat(ids).hasSize(30_000);
		for (int i = 0; i < 10_000; i++) {
			for (Form form : Form.values()) {
				String id = OrderIds.orderId(key(i).hash(), form.ordinal(), form);
				OrderRef found = Objects.requireNonNull(this.table.order(id));
				assertThat(this.table.get(found.cart()).key()).isEqualTo(key(i));
				assertThat(found.order()).isEqualTo(form.ordinal());
			}
		}
		assertThat(this.table.order("nowhere")).isNull();
	}

	private static CartKey key(int number) {
		return new CartKey(new UUID(7, number % 10), new UUID(number, 42));
	}

}
