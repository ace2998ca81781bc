package dev.bulkcheckout.checkout;

import java.util.List;
import java.util.Optional;

import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.CartState;
import dev.bulkcheckout.partnercenter.Listing;
import dev.bulkcheckout.partnercenter.OrderReader;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.UnreadableAnswerException;

/**
 * Looks at a cart and at its customer's orders, to learn what became of a checkout whose
 * answer was lost. Reads only.
 */
final class CartInspections {

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final OrderClaims claims;

	CartInspections(PartnerCenterClient client, PacedCalls<Answer> calls, OrderClaims claims) {
		this.client = client;
		this.calls = calls;
		this.claims = claims;
	}

	/**
	 * Looks at the cart alone.
	 */
	CartInspection atCart(Cart cart) throws InterruptedException {
		return look(cart, false);
	}

	/**
	 * Looks at the cart, and if it was bought at the orders.
	 */
	CartInspection atCartAndOrders(Cart cart) throws InterruptedException {
		return look(cart, true);
	}

	private CartInspection look(Cart cart, boolean orders) throws InterruptedException {
		Answer answer = this.calls.readSurely(cart.customer(), cart, () -> this.client.cart(cart));
		if (!(answer instanceof Answer.Received received)) {
			return new CartInspection.Unclear("looking at the cart got no answer");
		}
		if (!received.isSuccess()) {
			return new CartInspection.Unclear("looking at the cart got HTTP " + received.status());
		}
		try {
			return judge(cart, CartState.of(received.body()), orders);
		}
		catch (UnreadableAnswerException ex) {
			return new CartInspection.Unclear("looking at the cart got an answer that cannot be read: " + ex.reason());
		}
	}

	private CartInspection judge(Cart cart, CartState state, boolean orders) throws InterruptedException {
		if (state.isActive()) {
			return new CartInspection.Active();
		}
		if (!state.isOrdered()) {
			return new CartInspection.Unclear("the cart tells no state that is known (" + state.status() + ")");
		}
		return orders ? ordersOf(cart, state).<CartInspection>map(CartInspection.Bought::new)
			.orElseGet(CartInspection.Ordered::new) : new CartInspection.Ordered();
	}

	private Optional<List<Order>> ordersOf(Cart cart, CartState state) throws InterruptedException {
		Answer answer = this.calls.readSurely(cart.customer(), cart, () -> this.client.orders(cart.customer()));
		if (!(answer instanceof Answer.Received received) || !received.isSuccess()) {
			return Optional.empty();
		}
		Listing<Order> listing;
		try {
			listing = OrderReader.orders(received.body(), cart.customer());
		}
		catch (UnreadableAnswerException ex) {
			return Optional.empty();
		}
		if (listing.isCut()) {
			// what is not listed may fit as well
			return Optional.empty();
		}
		List<Order> free = listing.items().stream().filter((order) -> !this.claims.isAnothers(order, cart)).toList();
		return OrderMatching.of(state, free).filter((orders) -> this.claims.take(cart, orders));
	}

	/**
	 * Notes the orders that came with the answer to a cart's checkout: no other cart made
	 * them.
	 */
	void answered(Cart cart, List<Order> orders) {
		this.claims.answered(cart, orders);
	}

}
