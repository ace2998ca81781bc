package dev.bulkcheckout.subscriptions;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.partnercenter.Subscription;

import static dev.bulkcheckout.checkout.TestOrders.line;
import static dev.bulkcheckout.checkout.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionRulesTests {

	private static final OrderLineItem OPEN = line(0, "A", 2, null);

	private final SubscriptionRules rules = new SubscriptionRules(ProductRules.none());

	private static Subscription subscription(String id, @Nullable String offer, @Nullable String order) {
		return new Subscription(id, offer, null, null, order, "active");
	}

	private static String matchedId(Order order, OrderLineItem line, List<Subscription> listed) {
		return Objects.requireNonNull(SubscriptionRules.match(order, line, listed)).id();
	}

	@ParameterizedTest
	@CsvSource({ "pending, AWAITED", "completed, AWAITED", ", AWAITED", "onHold, AWAITED", "pending_review, AWAITED",
			"suspended, AWAITED", "Partial Success, ORDER_FAILED", "error, ORDER_FAILED", "cancelled, ORDER_FAILED",
			"po review rejected, ORDER_FAILED" })
	void statusDecidesOnALineWithoutAnId(@Nullable String status, SubscriptionState state) {
		assertThat(this.rules.state(order("o", status, "monthly", OPEN), OPEN)).isEqualTo(state);
		OrderLineItem known = line(0, "A", 2, "id");
		assertThat(this.rules.state(order("o", status, "monthly", known), known))
			.isEqualTo(SubscriptionState.PROVISIONED);
	}

	@Test
	void cancelledLineFailed() {
		OrderLineItem cancelled = line(0, "A", 0, null);
		assertThat(this.rules.state(order("o", "completed", null, cancelled), cancelled))
			.isEqualTo(SubscriptionState.ORDER_FAILED);
	}

	@Test
	void ruleOfTheOperatorBeatsEvidence() {
		Order order = order("o", "pending", "monthly", OPEN);
		SubscriptionRules none = new SubscriptionRules(
				new ProductRules(List.of(new RunProperties.ProductRule("A", null, false))));
		assertThat(none.state(order, OPEN)).isEqualTo(SubscriptionState.NOT_EXPECTED);
		SubscriptionRules some = new SubscriptionRules(
				new ProductRules(List.of(new RunProperties.ProductRule("A", null, true))));
		assertThat(some.hintsAtNone(order("o", "completed", "one_time", OPEN), OPEN, 5)).isFalse();
	}

	@Test
	void onlyACompletedOneTimeOrderWithoutLinkHintsAtNone() {
		assertThat(this.rules.hintsAtNone(order("o", "completed", "one_time", OPEN), OPEN, 2)).isTrue();
		assertThat(this.rules.hintsAtNone(order("o", "completed", "OneTime", OPEN), OPEN, 2)).isTrue();
		assertThat(this.rules.hintsAtNone(order("o", "completed", "one_time", OPEN), OPEN, 1)).isFalse();
		assertThat(this.rules.hintsAtNone(order("o", "pending", "one_time", OPEN), OPEN, 9)).isFalse();
		assertThat(this.rules.hintsAtNone(order("o", "completed", "monthly", OPEN), OPEN, 9)).isFalse();
		assertThat(this.rules.hintsAtNone(order("o", "completed", null, OPEN), OPEN, 9)).isFalse();
		OrderLineItem linked = new OrderLineItem(0, "A", "n", 2L, "P1Y", null, true, null);
		assertThat(this.rules.hintsAtNone(order("o", "completed", "one_time", linked), linked, 9)).isFalse();
	}

	@Test
	void onlySubscriptionOfAnOrderWithOneLineIsItsOwn() {
		Order order = order("o", "completed", null, OPEN);
		assertThat(SubscriptionRules.match(order, OPEN, List.of(subscription("s", "another offer", "o")))).isNotNull();
		assertThat(SubscriptionRules.match(order, OPEN, List.of())).isNull();
		assertThat(
				SubscriptionRules.match(order, OPEN, List.of(subscription("s", "x", "o"), subscription("t", "y", "o"))))
			.isNull();
	}

	@Test
	void anotherOrdersSubscriptionIsNeverTaken() {
		Order order = order("o", "completed", null, OPEN);
		assertThat(SubscriptionRules.match(order, OPEN, List.of(subscription("s", "A", "another order")))).isNull();
		assertThat(
				matchedId(order, OPEN, List.of(subscription("s", "A", "another order"), subscription("t", "A", "o"))))
			.isEqualTo("t");
	}

	@Test
	void linesAreToldApartByOfferOrNotAtAll() {
		OrderLineItem first = line(0, "A", 1, null);
		OrderLineItem second = line(1, "B", 1, null);
		Order order = order("o", "completed", null, first, second);
		List<Subscription> both = List.of(subscription("s", "b", "o"), subscription("t", "a", "o"));
		assertThat(matchedId(order, first, both)).isEqualTo("t");
		assertThat(matchedId(order, second, both)).isEqualTo("s");
		OrderLineItem twin = line(1, "A", 1, null);
		Order twins = order("o", "completed", null, first, twin);
		assertThat(SubscriptionRules.match(twins, first,
				List.of(subscription("s", "A", "o"), subscription("t", "A", "o"))))
			.isNull();
		assertThat(SubscriptionRules.match(twins, first, List.of(subscription("s", "A", "o")))).isNull();
	}

	@Test
	void idThatAnotherLineHasIsNotGivenTwice() {
		OrderLineItem known = line(0, "A", 1, "S");
		OrderLineItem open = line(1, "A", 1, null);
		Order order = order("o", "completed", null, known, open);
		assertThat(SubscriptionRules.match(order, open, List.of(subscription("s", "A", "o")))).isNull();
		assertThat(matchedId(order, open, List.of(subscription("s", "A", "o"), subscription("t", "A", "o"))))
			.isEqualTo("t");
	}

}
