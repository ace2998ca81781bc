package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;

/**
 * Takes the rows of an input in their order, one call a row, all from the thread that
 * reads. What it throws ends the reading and reaches the caller unchanged.
 */
public interface CartRowHandler {

	/**
	 * Takes a row that names a cart. The same cart may come more than once;
	 * {@link RepeatsRefused} keeps repeats away.
	 * @param line the row's first physical line; the first line of the input is 1
	 * @param cart the cart, ids as the input spells them but for what surrounds them
	 */
	default void cart(long line, Cart cart) {
	}

	/**
	 * Takes a row that names no cart.
	 */
	default void rejected(RejectedRow row) {
	}

}
