package dev.bulkcheckout.ledger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * What one look at an open order brought.
 *
 * @param order the order as it was handed out
 * @param status the order's status as received; null to keep the one that is known
 * @param lines what is known of its lines now
 * @param reads how often the order was asked for in this look
 * @param secondReads how often its subscriptions were asked for in this look
 * @param problem what hindered the look, for the operator; null if nothing did
 * @param lookedAt when
 * @param nextReadAt when to look again; null if there is nothing left to ask
 */
public record OrderLook(OpenOrder order, @Nullable String status, List<Line> lines, int reads, int secondReads,
		@Nullable String problem, Instant lookedAt, @Nullable Instant nextReadAt) {

	/**
	 * Keeps a copy of the lines.
	 */
	public OrderLook {
		lines = List.copyOf(lines);
	}

	/**
	 * A line as it was seen.
	 *
	 * @param item the line
	 * @param state what is known of its subscription id
	 */
	public record Line(OrderLineItem item, SubscriptionState state) {
	}

}
