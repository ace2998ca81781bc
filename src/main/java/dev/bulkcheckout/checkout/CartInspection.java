package dev.bulkcheckout.checkout;

import java.util.List;

import dev.bulkcheckout.cart.Order;

/**
 * What looking at a cart, and perhaps at its customer's orders, showed.
 */
sealed interface CartInspection {

	/**
	 * The cart was bought, and these are its orders.
	 */
	record Bought(List<Order> orders) implements CartInspection {
	}

	/**
	 * The cart was bought; its orders were not looked for, or cannot be told.
	 */
	record Ordered() implements CartInspection {
	}

	/**
	 * The cart was not bought.
	 */
	record Active() implements CartInspection {
	}

	/**
	 * The cart cannot be found, or tells nothing of its state.
	 *
	 * @param why for the operator
	 */
	record Unclear(String why) implements CartInspection {
	}

}
