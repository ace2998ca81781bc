package dev.bulkcheckout.input;

import java.util.ArrayList;
import java.util.List;

import dev.bulkcheckout.cart.Cart;

/**
 * Writes down what it is given, in words that a test can compare.
 */
class RecordingHandler implements CartRowHandler {

	final List<String> events = new ArrayList<>();

	final List<RejectedRow> rejected = new ArrayList<>();

	@Override
	public void cart(long line, Cart cart) {
		this.events.add(line + " cart " + cart.customer().value().charAt(0) + cart.id().value().charAt(0));
	}

	@Override
	public void rejected(RejectedRow row) {
		this.events.add(row.line() + " " + row.reason());
		this.rejected.add(row);
	}

}
