package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as far as reconciliation needs it. Source: "Get a list of subscriptions
 * by order" (read 2026-11) and published samples.
 *
 * @param id as received; compare without regard to case
 * @param offerId product:sku:availability; absent in old samples
 * @param friendlyName for humans
 * @param quantity seats or units
 * @param orderId the order that made it; compare with regard to case
 * @param status as received
 */
public record Subscription(String id, @Nullable String offerId, @Nullable String friendlyName, @Nullable Long quantity,
		@Nullable String orderId, @Nullable String status) {
}
