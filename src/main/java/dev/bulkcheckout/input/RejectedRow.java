package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;

/**
 * A row of the input that is not checked out.
 *
 * @param line the row's first physical line; the first line of the file is 1
 * @param reason why it was refused, for the operator
 * @param row the row as it stands in the file, at most 1,000 characters, control
 * characters and bytes that are no text made visible; holds no NUL
 */
public record RejectedRow(long line, String reason, String row) {

	/** Characters of a row that are kept. */
	static final int LONGEST = 1_000;

	/**
	 * How the reason of a repeated cart begins; the line that named the cart first
	 * follows.
	 */
	public static final String REPEATS_LINE = "repeats the cart of line ";

	/**
	 * Refuses a cart that an earlier line named already.
	 * @param line the line that repeats
	 * @param firstLine the line that named the cart first
	 * @param cart as the repeating line spells it
	 */
	public static RejectedRow repeat(long line, long firstLine, Cart cart) {
		return new RejectedRow(line, REPEATS_LINE + firstLine, cart.customer() + "," + cart.id());
	}

}
