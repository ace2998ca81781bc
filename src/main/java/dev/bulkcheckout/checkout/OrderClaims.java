package dev.bulkcheckout.checkout;

import java.util.HashMap;
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

	private final ClaimedOrders ledger;

	private final Map<OrderId, Cart> unsettled = new HashMap<>();

	OrderClaims(ClaimedOrders ledger) {
		this.ledger = ledger;
	}

	/**
	 * Whether the order is known as another cart's.
	 */
	boolean isAnothers(Order order, Cart cart) {
		synchronized (this) {
			Cart owner = this.unsettled.get(order.id());
			if (owner != null) {
				return !owner.equals(cart);
			}
		}
		return this.ledger.isAnothers(order.id(), cart);
	}

	/**
	 * Gives orders that were found to a cart, all or none. They are noted first and
	 * looked for in the ledger then, so that an owner who is being settled is seen in one
	 * or the other.
	 * @return whether no other cart was given one of them in the meantime
	 */
	boolean take(Cart cart, List<Order> orders) {
		synchronized (this) {
			for (Order order : orders) {
				Cart owner = this.unsettled.get(order.id());
				if (owner != null && !owner.equals(cart)) {
					return false;
				}
			}
			answered(cart, orders);
		}
		if (orders.stream().anyMatch((order) -> this.ledger.isAnothers(order.id(), cart))) {
			settled(cart, orders);
			return false;
		}
		return true;
	}

	/**
	 * Notes the orders that came with the answer to a cart's checkout.
	 */
	synchronized void answered(Cart cart, List<Order> orders) {
		orders.forEach((order) -> this.unsettled.put(order.id(), cart));
	}

	/**
	 * Forgets the orders of a cart: from now on the ledger knows them.
	 */
	synchronized void settled(Cart cart, List<Order> orders) {
		orders.forEach((order) -> this.unsettled.remove(order.id(), cart));
	}

}
