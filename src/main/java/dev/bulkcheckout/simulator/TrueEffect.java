package dev.bulkcheckout.simulator;

/**
 * What really happened to the cart behind a faulty answer. The place in this list is the
 * digit that names it in a cart id.
 */
public enum TrueEffect {

	/** Nothing: the cart stays Active. */
	NONE,

	/** The cart was ordered before the answer was spoiled. */
	DONE,

	/** The cart was ordered, but the customer's orders never list it. */
	DONE_UNLISTED,

	/** The cart does not exist: Get Cart is 404, too. */
	GONE,

	/** The cart has expired: Get Cart shows an expirationTimestamp of the past. */
	EXPIRED;

	boolean orders() {
		return this == DONE || this == DONE_UNLISTED;
	}

}
