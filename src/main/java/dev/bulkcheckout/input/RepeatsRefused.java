package dev.bulkcheckout.input;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.bulkcheckout.cart.Cart;

/**
 * Lets only the first row of a cart through and refuses its repeats, in memory: about 100
 * bytes a cart. For checking a file by itself; a run refuses repeats in the ledger, in
 * the same words.
 */
public final class RepeatsRefused implements CartRowHandler {

	private final CartRowHandler handler;

	/** By a digest of 122 bits: a cart's own texts would take three times the memory. */
	private final Map<UUID, Long> firstLines = new HashMap<>();

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
		String ids = (cart.customer().value() + cart.id().value()).toLowerCase(Locale.ROOT);
		Long firstLine = this.firstLines.putIfAbsent(UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.US_ASCII)),
				line);
		if (firstLine == null) {
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
