package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;

/**
 * Takes the rows of an input file in the order of the file, one call a row, all from the
 * thread that reads. What it throws ends the reading and reaches the caller unchanged.
 */
public interface CartRowHandler {

	/**
	 * Takes a row that names a cart. The same cart may come more than once;
	 * {@link RepeatsRefused} keeps repeats away.
	 * @param line the row's first physical line; the first line of the file is 1
	 * @param cart the cart, ids as the file spells them
	 */
	void cart(long line, Cart cart);

	/**
	 * Takes a row that names no cart.
	 */
	void rejected(RejectedRow row);

}
