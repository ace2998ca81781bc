package dev.bulkcheckout.cart;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An order as far as the ledger keeps it. Source: "Order resources" (read 2026-11) and
 * published samples, in which all but the id come and go.
 *
 * @param id the order's id
 * @param alternateId a second, often shorter id
 * @param status as received; {@link OrderStatus#of} reads it
 * @param billingCycle as received
 * @param currencyCode ISO 4217
 * @param creationDate as received: samples show zero to seven fraction digits, offsets,
 * and misprints
 * @param totalPrice in {@code currencyCode}; exact
 * @param lineItems in the order of the answer; empty if none was sent
 */
public record Order(OrderId id, @Nullable String alternateId, @Nullable String status, @Nullable String billingCycle,
		@Nullable String currencyCode, @Nullable String creationDate, @Nullable BigDecimal totalPrice,
		List<OrderLineItem> lineItems) {

	/**
	 * Keeps a copy of the line items.
	 */
	public Order {
		lineItems = List.copyOf(lineItems);
	}

}
