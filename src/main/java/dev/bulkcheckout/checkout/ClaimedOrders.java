package dev.bulkcheckout.checkout;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.OrderId;

/**
 * Which orders are known to be another cart's.
 */
@FunctionalInterface
public interface ClaimedOrders {

	/**
	 * Whether the order came of another cart than the given one.
	 */
	boolean isAnothers(OrderId order, Cart cart);

}
