package dev.bulkcheckout.checkout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;

/**
 * Which cart an order belongs to: the ledger's word, and for orders that are on their way
 * into the ledger the word of this process. Two carts of the same content that lost their
 * answers at the same time must not both be given the only order that is listed so far.
 * Safe for use by many threads.
 */
final class OrderClaims {

	/** More than are ever answered and not yet settled. */
	private static final int KEPT = 20_000;

	private final ClaimedOrders ledger;

	private final Map<OrderId, Cart> recent = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<OrderId, Cart> eldest) {
			return size() > KEPT;
		}
	};

	OrderClaims(ClaimedOrders ledger) {
		this.ledger = ledger;
	}

	/**
	 * Whether the order is known as another cart's.
	 */
	boolean isAnothers(Order order, Cart cart) {
		synchronized (this) {
			Cart owner = this.recent.get(order.id());
			if (owner != null) {
				return !owner.equals(cart);
			}
		}
		return this.ledger.isAnothers(order.id(), cart);
	}

	/**
	 * Gives orders that were found to a cart, all or none.
	 * @return whether no other cart was given one of them in the meantime
	 */
	synchronized boolean take(Cart cart, List<Order> orders) {
		for (Order order : orders) {
			Cart owner = this.recent.get(order.id());
			if (owner != null && !owner.equals(cart)) {
				return false;
			}
		}
		answered(cart, orders);
		return true;
	}

	/**
	 * Notes the orders that came with the answer to a cart's checkout.
	 */
	synchronized void answered(Cart cart, List<Order> orders) {
		orders.forEach((order) -> this.recent.put(order.id(), cart));
	}

}
