package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A cart as the API shows it. Source: "Cart resources" (read 2026-11). It never names the
 * orders made from it.
 *
 * @param status {@code Active} or {@code Ordered}, as received; missing from some samples
 * @param creationTimestamp as received
 * @param lastModifiedTimestamp as received
 * @param expirationTimestamp as received; an expired cart cannot be checked out
 * @param lineItems in the order of the answer, add-ons after the line they belong to
 */
public record CartState(@Nullable String status, @Nullable String creationTimestamp,
		@Nullable String lastModifiedTimestamp, @Nullable String expirationTimestamp, List<CartLineItem> lineItems) {

	/**
	 * Keeps a copy.
	 */
	public CartState {
		lineItems = List.copyOf(lineItems);
	}

	/**
	 * Reads a cart. The page's table spells {@code …TimeStamp} what samples spell
	 * {@code …Timestamp}.
	 * @throws UnreadableAnswerException if it has neither a status nor lines
	 */
	public static CartState of(Body body) throws UnreadableAnswerException {
		CartBody cart = LenientJson.read(body, CartBody.class);
		if (cart.status() == null && cart.lineItems() == null) {
			throw new UnreadableAnswerException("it is no cart");
		}
		List<CartLineItem> lines = new ArrayList<>();
		addLines(lines, cart.lineItems());
		return new CartState(LenientJson.filled(cart.status()), LenientJson.filled(cart.creationTimestamp()),
				LenientJson.filled(cart.lastModifiedTimestamp()), LenientJson.filled(cart.expirationTimestamp()),
				lines);
	}

	/**
	 * Lines without a whole price tell that of one.
	 */
	private static @Nullable BigDecimal price(LineBody line) {
		PricingBody pricing = line.pricing();
		if (pricing == null) {
			return null;
		}
		if (pricing.extendedPrice() != null) {
			return pricing.extendedPrice().amount();
		}
		BigDecimal one = (pricing.price() != null) ? pricing.price().amount() : null;
		return (one != null && line.quantity() != null) ? one.multiply(BigDecimal.valueOf(line.quantity())) : null;
	}

	private static void addLines(List<CartLineItem> lines, @Nullable List<@Nullable LineBody> bodies) {
		for (LineBody line : (bodies != null) ? bodies : List.<@Nullable LineBody>of()) {
			if (line != null) {
				ErrorBody error = line.error();
				lines.add(new CartLineItem(line.catalogItemId(), line.friendlyName(), line.quantity(),
						line.termDuration(), line.orderGroup(), LenientJson.filled(line.currencyCode()), price(line),
						(error != null) ? new CartError(LenientJson.filled(error.errorCode()), error.errorDescription())
								: null));
				addLines(lines, line.addonItems());
			}
		}
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
	 * @param currencyCode of its price
	 * @param price of the whole line, without tax; null if it tells none
	 * @param error why the line cannot be ordered
	 */
	public record CartLineItem(@Nullable String catalogItemId, @Nullable String friendlyName, @Nullable Long quantity,
			@Nullable String termDuration, @Nullable String orderGroup, @Nullable String currencyCode,
			@Nullable BigDecimal price, @Nullable CartError error) {
	}

	/**
	 * The fault of a cart line: a cart can be made with faulty lines.
	 *
	 * @param code as text
	 * @param description for humans
	 */
	public record CartError(@Nullable String code, @Nullable String description) {
	}

	record CartBody(@Nullable String status, @Nullable String creationTimestamp, @Nullable String lastModifiedTimestamp,
			@Nullable String expirationTimestamp, @Nullable List<@Nullable LineBody> lineItems) {
	}

	record LineBody(@Nullable String catalogItemId, @Nullable String friendlyName, @Nullable Long quantity,
			@Nullable String termDuration, @Nullable String orderGroup, @Nullable String currencyCode,
			@Nullable PricingBody pricing, @Nullable ErrorBody error, @Nullable List<@Nullable LineBody> addonItems) {
	}

	record PricingBody(LenientJson.@Nullable Money price, LenientJson.@Nullable Money extendedPrice) {

	}

	record ErrorBody(@Nullable String errorCode, @Nullable String errorDescription) {
	}

}
