package dev.bulkcheckout.cli;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.input.CartRowHandler;
import dev.bulkcheckout.input.RejectedRow;

/**
 * Keeps nothing of a CSV: its summary is enough.
 */
enum CountOnly implements CartRowHandler {

	INSTANCE;

	@Override
	public void cart(long line, Cart cart) {
		// counted by the reader
	}

	@Override
	public void rejected(RejectedRow row) {
		// counted by the reader
	}

}
