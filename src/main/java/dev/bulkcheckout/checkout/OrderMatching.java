package dev.bulkcheckout.checkout;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.partnercenter.CartState.CartLineItem;
import dev.bulkcheckout.partnercenter.CartState;

/**
 * Finds the orders that a cart has made. An order does not name its cart: offer, quantity
 * and term of all lines must fit, nothing may be left over on either side, and no other
 * choice may fit as well; else nothing is said.
 */
final class OrderMatching {

	/** Between the clocks of cart and order. */
	private static final Duration TOLERANCE = Duration.ofMinutes(1);

	private static final int DAY = 10;

	private OrderMatching() {
	}

	/**
	 * The orders that this cart alone can have made.
	 * @param orders of the cart's customer, without those known as another cart's
	 * @return empty if none fits, or more than one choice does
	 */
	static Optional<List<Order>> of(CartState cart, List<Order> orders) {
		List<CartLineItem> open = cart.lineItems();
		List<Order> found = new ArrayList<>();
		for (Order order : orders) {
			if (order.lineItems().isEmpty() || isOlder(order, cart)) {
				continue;
			}
			List<CartLineItem> left = without(open, order.lineItems());
			if (left != null) {
				found.add(order);
				open = left;
			}
			else if (without(cart.lineItems(), order.lineItems()) != null) {
				// it fits as well as one that was taken: which one it is cannot be told
				return Optional.empty();
			}
		}
		return (open.isEmpty() && !found.isEmpty()) ? Optional.of(found) : Optional.empty();
	}

	/**
	 * An order cannot be older than its cart. A date that is missing proves nothing, one
	 * that is misprinted carries its day all the same.
	 */
	private static boolean isOlder(Order order, CartState cart) {
		String ordered = order.creationDate();
		String created = cart.creationTimestamp();
		if (ordered == null || created == null || ordered.length() < DAY || created.length() < DAY) {
			return false;
		}
		try {
			return OffsetDateTime.parse(ordered).plus(TOLERANCE).isBefore(OffsetDateTime.parse(created));
		}
		catch (DateTimeException ex) {
			return ordered.substring(0, DAY).compareTo(created.substring(0, DAY)) < 0;
		}
	}

	private static @Nullable List<CartLineItem> without(List<CartLineItem> cartLines, List<OrderLineItem> orderLines) {
		List<CartLineItem> left = new ArrayList<>(cartLines);
		for (OrderLineItem orderLine : orderLines) {
			Optional<CartLineItem> match = left.stream().filter((line) -> fits(line, orderLine)).findFirst();
			if (match.isEmpty()) {
				return null;
			}
			left.remove(match.get());
		}
		return left;
	}

	private static boolean fits(CartLineItem cartLine, OrderLineItem orderLine) {
		String item = cartLine.catalogItemId();
		Long quantity = cartLine.quantity();
		return item != null && item.equalsIgnoreCase(orderLine.offerId())
				&& (quantity == null || quantity.equals(orderLine.quantity()))
				&& isSameTerm(cartLine.termDuration(), orderLine.termDuration());
	}

	private static boolean isSameTerm(@Nullable String one, @Nullable String other) {
		return one == null || one.isBlank() || other == null || other.isBlank() || one.equalsIgnoreCase(other);
	}

}
