package dev.bulkcheckout.input;

import dev.bulkcheckout.cart.Cart;

/**
 * Lets only the first row of a cart through and refuses its repeats, in memory: at most
 * 48 bytes a cart. For checking a file by itself; a run refuses repeats in the ledger, in
 * the same words.
 */
public final class RepeatsRefused implements CartRowHandler {

	private final CartRowHandler handler;

	private final SeenCarts seen = new SeenCarts();

	private long repeats;

	/**
	 * Passes rows on.
	 * @param handler is given each cart once
	 */
	public RepeatsRefused(CartRowHandler handler) {
		this.handler = handler;
	}

	@Override
	public void cart(long line, Cart cart) {
		long firstLine = this.seen.firstLineOrAdd(cart, line);
		if (firstLine == 0) {
			this.handler.cart(line, cart);
		}
		else {
			this.repeats++;
			this.handler.rejected(RejectedRow.repeat(line, firstLine, cart));
		}
	}

	@Override
	public void rejected(RejectedRow row) {
		this.handler.rejected(row);
	}

	/**
	 * How many carts were refused as repeats; an {@link InputSummary} counts them as
	 * carts.
	 */
	public long repeats() {
		return this.repeats;
	}

}
