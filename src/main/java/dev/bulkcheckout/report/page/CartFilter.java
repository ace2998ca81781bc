package dev.bulkcheckout.report.page;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;

/**
 * Which carts of a run are looked for. What is empty does not count.
 *
 * @param text the begin of a cart's, customer's, order's or subscription's id, in any
 * case, or a line of the input
 * @param outcome what the carts ended in; {@code NOT_ATTEMPTED} are also those that have
 * not been settled yet
 * @param code of the last answer or of an order's error
 */
public record CartFilter(String text, @Nullable Outcome outcome, String code) {

	/** All carts. */
	public static final CartFilter ALL = new CartFilter("", null, "");

	/**
	 * Takes off blanks around.
	 */
	public CartFilter {
		text = text.strip();
		code = code.strip();
	}

	/**
	 * Whether all carts are looked for.
	 */
	public boolean isEmpty() {
		return this.text.isEmpty() && this.outcome == null && this.code.isEmpty();
	}

}
