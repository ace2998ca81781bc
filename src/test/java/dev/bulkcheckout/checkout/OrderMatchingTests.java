package dev.bulkcheckout.checkout;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.partnercenter.CartState.CartLineItem;
import dev.bulkcheckout.partnercenter.CartState;

import static dev.bulkcheckout.checkout.TestOrders.line;
import static dev.bulkcheckout.checkout.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

class OrderMatchingTests {

	private static CartState cart(@Nullable String created, CartLineItem... lines) {
		return new CartState("Ordered", created, null, null, Arrays.asList(lines));
	}

	private static CartLineItem item(String offer, long quantity) {
		return new CartLineItem(offer, null, quantity, "P1M", null, null, null, null);
	}

	@Test
	void ordersThatMakeUpTheCartAreItsOwn() {
		Order first = order("1", "completed", null, line(0, "a", 1, null), line(1, "B", 2, null));
		Order second = order("2", "completed", null, line(0, "C", 3, null));
		Order other = order("3", "completed", null, line(0, "D", 3, null));
		assertThat(
				OrderMatching.of(cart(null, item("A", 1), item("B", 2), item("C", 3)), List.of(other, second, first)))
			.hasValueSatisfying((found) -> assertThat(found).containsExactlyInAnyOrder(first, second));
	}

	@Test
	void nothingMayBeLeftOverOnEitherSide() {
		Order first = order("1", "completed", null, line(0, "A", 1, null));
		assertThat(OrderMatching.of(cart(null, item("A", 1), item("B", 2)), List.of(first))).isEmpty();
		Order larger = order("1", "completed", null, line(0, "A", 1, null), line(1, "B", 1, null));
		assertThat(OrderMatching.of(cart(null, item("A", 1)), List.of(larger))).isEmpty();
		assertThat(OrderMatching.of(cart(null), List.of(first))).isEmpty();
		assertThat(OrderMatching.of(cart(null, item("A", 1)), List.of())).isEmpty();
	}

	@Test
	void quantityAndTermMustFit() {
		Order order = order("1", "completed", null, line(0, "A", 1, null));
		assertThat(OrderMatching.of(cart(null, item("A", 2)), List.of(order))).isEmpty();
		assertThat(OrderMatching.of(cart(null, new CartLineItem("A", null, 1L, "P1Y", null, null, null, null)),
				List.of(order)))
			.isEmpty();
		assertThat(OrderMatching.of(cart(null, new CartLineItem("A", null, 1L, "", null, null, null, null)),
				List.of(order)))
			.isPresent();
	}

	@Test
	void twoOrdersThatFitAlikeAreNotGuessedBetween() {
		Order one = order("1", "completed", null, line(0, "A", 1, null));
		Order other = order("2", "completed", null, line(0, "A", 1, null));
		assertThat(OrderMatching.of(cart(null, item("A", 1)), List.of(one, other))).isEmpty();
		assertThat(OrderMatching.of(cart(null, item("A", 1), item("A", 1)), List.of(one, other))).isPresent();
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-22T01:00:00Z, true", "2026-11-22T00:59:30+00:00, true", "2026-11-22T00:58:59Z, true",
			"2026-11-22T01:02:00Z, false", "2026-11-22T03:00:00.1234567+02:00, true", "2026-11-23T00:00:00Z, false",
			"2026-11-22 misprinted, true", "2026-11-23 misprinted, false", ", true" })
	void orderIsNotOlderThanItsCart(@Nullable String cartCreated, boolean found) {
		Order order = order("1", "completed", null, line(0, "A", 1, null));
		assertThat(OrderMatching.of(cart(cartCreated, item("A", 1)), List.of(order)).isPresent()).isEqualTo(found);
	}

}
