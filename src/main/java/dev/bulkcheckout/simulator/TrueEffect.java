package dev.bulkcheckout.simulator;

/**
 * What really happened to the cart behind a faulty answer. The place in this list is the
 * digit that names it in a cart id; {@link Simulator#guide()} says what each is.
 */
public enum TrueEffect {

	NONE, DONE, DONE_UNLISTED, GONE, EXPIRED;

	boolean orders() {
		return this == DONE || this == DONE_UNLISTED;
	}

}
