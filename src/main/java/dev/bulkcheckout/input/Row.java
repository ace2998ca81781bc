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

	/** Cannot be taken apart: its quotes do not add up. */
	record Unbalanced() implements Row {
	}

}
