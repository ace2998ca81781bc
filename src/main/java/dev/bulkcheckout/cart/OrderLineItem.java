package dev.bulkcheckout.cart;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A line of an order. Source: "Order resources" (read 2026-11) and published samples.
 *
 * @param lineItemNumber unique in its order, from 0; the key for reconciliation
 * @param offerId product:sku:availability, or a legacy offer id
 * @param friendlyName for humans
 * @param quantity 0 once cancelled
 * @param termDuration ISO 8601, as received; absent or empty for some products
 * @param subscriptionId absent until provisioned, and for ever on some products
 * @param subscriptionLinked whether {@code links.subscription} was there: a hint that a
 * subscription belongs to the line (inferred)
 * @param extendedPrice in the order's currency; exact
 */
public record OrderLineItem(int lineItemNumber, @Nullable String offerId, @Nullable String friendlyName,
		@Nullable Long quantity, @Nullable String termDuration, @Nullable String subscriptionId,
		boolean subscriptionLinked, @Nullable BigDecimal extendedPrice) {
}
