package dev.bulkcheckout.checkout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;

import static dev.bulkcheckout.checkout.TestOrders.line;
import static dev.bulkcheckout.checkout.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

class OrderClaimsTests {

	private static final CustomerId CUSTOMER = new CustomerId("11111111-aaaa-4bbb-8ccc-222222222222");

	private final Cart first = new Cart(CUSTOMER, new CartId("33333333-dddd-4eee-8fff-444444444444"));

	private final Cart second = new Cart(CUSTOMER, new CartId("55555555-dddd-4eee-8fff-444444444444"));

	private final Order order = order("1", "completed", null, line(0, "A", 1, null));

	/** Orders of the first cart, as the ledger has them. */
	private final Set<OrderId> settled = new HashSet<>();

	private final OrderClaims claims = new OrderClaims(
			(id, cart) -> this.settled.contains(id) && !cart.equals(this.first));

	@Test
	void onlyOneOfTwoCartsIsGivenAnOrder() {
		assertThat(this.claims.isAnothers(this.order, this.second)).isFalse();
		assertThat(this.claims.take(this.first, List.of(this.order))).isTrue();
		assertThat(this.claims.isAnothers(this.order, this.first)).isFalse();
		assertThat(this.claims.isAnothers(this.order, this.second)).isTrue();
		assertThat(this.claims.take(this.second, List.of(this.order))).isFalse();
		assertThat(this.claims.take(this.first, List.of(this.order))).isTrue();
	}

	@Test
	void orderIsKnownHereUntilItsCartIsSettled() {
		this.claims.answered(this.first, List.of(this.order));
		this.claims.settled(this.second, List.of(this.order));
		assertThat(this.claims.isAnothers(this.order, this.second)).isTrue();
		this.claims.settled(this.first, List.of(this.order));
		assertThat(this.claims.isAnothers(this.order, this.second)).isFalse();
		this.settled.add(this.order.id());
		assertThat(this.claims.isAnothers(this.order, this.second)).isTrue();
	}

	@Test
	void ownerWhoIsSettledBetweenTheLookAndTheTakingKeepsTheOrder() {
		assertThat(this.claims.isAnothers(this.order, this.second)).isFalse();
		this.settled.add(this.order.id());
		assertThat(this.claims.take(this.second, List.of(this.order))).isFalse();
		assertThat(this.claims.take(this.first, List.of(this.order))).isTrue();
	}

	@Test
	void wordOfTheLedgerCounts() {
		this.settled.add(new OrderId("1"));
		assertThat(this.claims.isAnothers(order("1", null, null), this.second)).isTrue();
		assertThat(this.claims.isAnothers(order("2", null, null), this.second)).isFalse();
	}

}
