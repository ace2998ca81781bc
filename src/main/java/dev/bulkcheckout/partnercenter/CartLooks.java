package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.partnercenter.CartState.CartLineItem;

/**
 * Looks at a cart and at its customer's orders, to learn what became of a checkout whose
 * answer was lost. Reads only.
 */
final class CartLooks {

	private final PartnerCenterClient client;

	private final PacedCalls calls;

	private final ClaimedOrders claimed;

	CartLooks(PartnerCenterClient client, PacedCalls calls, ClaimedOrders claimed) {
		this.client = client;
		this.calls = calls;
		this.claimed = claimed;
	}

	/**
	 * Looks at the cart alone.
	 */
	CartLook atCart(Cart cart) throws InterruptedException {
		return look(cart, false);
	}

	/**
	 * Looks at the cart, and if it was bought at the orders.
	 */
	CartLook atCartAndOrders(Cart cart) throws InterruptedException {
		return look(cart, true);
	}

	private CartLook look(Cart cart, boolean orders) throws InterruptedException {
		Answer answer = this.calls.read(cart.customer(), cart, () -> this.client.cart(cart));
		if (!(answer instanceof Answer.Received received)) {
			return new CartLook.Unclear("looking at the cart got no answer");
		}
		if (!received.isSuccess()) {
			return new CartLook.Unclear("looking at the cart got HTTP " + received.status());
		}
		return switch (CartReader.cart(received.body())) {
			case Reading.Unreadable<CartState>(String reason) ->
				new CartLook.Unclear("looking at the cart got an answer that cannot be read: " + reason);
			case Reading.Of<CartState>(CartState state, List<String> notes) -> judge(cart, state, orders);
		};
	}

	private CartLook judge(Cart cart, CartState state, boolean orders) throws InterruptedException {
		if (state.isActive()) {
			return new CartLook.Active();
		}
		if (!state.isOrdered()) {
			return new CartLook.Unclear("the cart tells no state that is known (" + state.status() + ")");
		}
		return orders ? ordersOf(cart, state).<CartLook>map(CartLook.Bought::new).orElseGet(CartLook.Ordered::new)
				: new CartLook.Ordered();
	}

	/**
	 * The orders of the customer that this cart alone can have made. An order does not
	 * name its cart: offer, quantity and term of all lines must fit, nothing may be left
	 * over on either side, and no order may be known as another cart's.
	 */
	private Optional<List<Order>> ordersOf(Cart cart, CartState state) throws InterruptedException {
		Answer answer = this.calls.read(cart.customer(), cart, () -> this.client.orders(cart.customer()));
		if (!(answer instanceof Answer.Received received) || !received.isSuccess() || !(OrderReader
			.orders(received.body(), cart.customer()) instanceof Reading.Of<Listing<Order>>(var listing, var notes))) {
			return Optional.empty();
		}
		List<CartLineItem> open = new ArrayList<>(state.lineItems());
		List<Order> found = new ArrayList<>();
		for (Order order : listing.items()) {
			if (isOlder(order, state) || order.lineItems().isEmpty() || this.claimed.isAnothers(order.id(), cart)) {
				continue;
			}
			List<CartLineItem> left = without(open, order.lineItems());
			if (left != null) {
				found.add(order);
				open = left;
			}
			else if (without(new ArrayList<>(state.lineItems()), order.lineItems()) != null) {
				// it fits as well as one that was taken: which one it is cannot be told
				return Optional.empty();
			}
		}
		return (open.isEmpty() && !found.isEmpty()) ? Optional.of(found) : Optional.empty();
	}

	/**
	 * Dates of both carry the day at least; a date that is missing proves nothing.
	 */
	private static boolean isOlder(Order order, CartState state) {
		String ordered = order.creationDate();
		String created = state.creationTimestamp();
		return ordered != null && created != null && ordered.length() >= 10 && created.length() >= 10
				&& ordered.substring(0, 10).compareTo(created.substring(0, 10)) < 0;
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
