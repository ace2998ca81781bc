package dev.bulkcheckout.cart;

import java.time.Instant;
import java.util.List;

/**
 * What a cart's checkout ended in, how it was asked for, and when that was known.
 *
 * @param outcome what it ended in
 * @param trace how it was asked for
 * @param completedAt when the last answer was read
 * @param notes oddities of the answer that a person should hear of; mostly empty
 */
public record CheckoutResult(CheckoutOutcome outcome, CallTrace trace, Instant completedAt, List<String> notes) {

	/**
	 * Keeps a copy of the notes.
	 */
	public CheckoutResult {
		notes = List.copyOf(notes);
	}

	/**
	 * A result with nothing odd about it.
	 */
	public CheckoutResult(CheckoutOutcome outcome, CallTrace trace, Instant completedAt) {
		this(outcome, trace, completedAt, List.of());
	}

}
