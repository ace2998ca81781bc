package dev.bulkcheckout.cart;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one look at an order brought.
 *
 * @param status the order's status as received; null to keep the one that is known
 * @param lines what is known of its lines now
 * @param reads how often the order was asked for in this look
 * @param secondReads how often its subscriptions were asked for in this look
 * @param problem what hindered the look, for the operator; null if nothing did
 * @param readAt when
 * @param nextReadAt when to look again; null if there is nothing left to ask
 */
public record OrderReading(@Nullable String status, List<Line> lines, int reads, int secondReads,
		@Nullable String problem, Instant readAt, @Nullable Instant nextReadAt) {

	/**
	 * Keeps a copy of the lines.
	 */
	public OrderReading {
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
