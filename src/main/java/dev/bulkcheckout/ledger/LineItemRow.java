package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * An order line item as statement parameters.
 */
final class LineItemRow {

	private LineItemRow() {
	}

	static MapSqlParameterSource of(OrderLineItem item, SubscriptionState state, @Nullable Instant provisionedAt) {
		return new MapSqlParameterSource("number", item.lineItemNumber())
			.addValue("offer", StoredText.of(item.offerId()))
			.addValue("name", StoredText.of(item.friendlyName()))
			.addValue("quantity", item.quantity())
			.addValue("term", StoredText.of(item.termDuration()))
			.addValue("price", item.extendedPrice())
			.addValue("subscription", StoredText.of(item.subscriptionId()))
			.addValue("linked", item.subscriptionLinked())
			.addValue("state", state.name())
			.addValue("provisionedAt", Runs.utc(provisionedAt));
	}

}
