package dev.bulkcheckout.partnercenter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A cart as the API shows it. Source: "Cart resources" (read 2026-11). It never names the
 * orders made from it.
 *
 * @param status {@code Active} or {@code Ordered}, as received; missing from some samples
 * @param creationTimestamp as received
 * @param expirationTimestamp as received; an expired cart cannot be checked out
 * @param lineItems in the order of the answer, add-ons after the line they belong to
 */
public record CartState(@Nullable String status, @Nullable String creationTimestamp,
		@Nullable String expirationTimestamp, List<CartLineItem> lineItems) {

	/**
	 * Keeps a copy.
	 */
	public CartState {
		lineItems = List.copyOf(lineItems);
	}

	/**
	 * Tells whether the cart was turned into orders.
	 */
	public boolean isOrdered() {
		return "Ordered".equalsIgnoreCase(this.status);
	}

	/**
	 * Tells whether the cart says that it can still be checked out.
	 */
	public boolean isActive() {
		return "Active".equalsIgnoreCase(this.status);
	}

	/**
	 * A line of a cart; add-ons are lines, too. {@code catalogItemId} equals the
	 * {@code offerId} of the order line made from it (inferred from published samples).
	 *
	 * @param catalogItemId product:sku:availability, or a legacy offer id
	 * @param friendlyName for humans
	 * @param quantity as asked for
	 * @param termDuration ISO 8601, as received
	 * @param orderGroup lines of one group go into one order
	 * @param error why the line cannot be ordered
	 */
	public record CartLineItem(@Nullable String catalogItemId, @Nullable String friendlyName, @Nullable Long quantity,
			@Nullable String termDuration, @Nullable String orderGroup, @Nullable CartError error) {
	}

	/**
	 * The fault of a cart line: a cart can be made with faulty lines.
	 *
	 * @param code as text
	 * @param description for humans
	 */
	public record CartError(@Nullable String code, @Nullable String description) {
	}

}
