package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;

/**
 * What a row came to.
 */
sealed interface Row {

	/** Names a cart. */
	record Good(Cart cart) implements Row {
	}

	/** Names none, and why. */
	record Bad(String reason) implements Row {
	}

	/** Tells the columns: a header, or the first row of a file without one. */
	record Columns(Layout layout) implements Row {
	}

	/**
	 * Cannot be taken apart.
	 *
	 * @param open whether it lacks nothing but the end of its last quoted cell
	 */
	record Unbalanced(boolean open) implements Row {
	}

}
