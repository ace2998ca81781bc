package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.RunId;

/**
 * The right to write what came of carts. A write is refused when the token of its fence
 * is no longer the newest.
 */
public sealed interface Fence permits Lease, PartitionLease {

	/**
	 * The run whose carts these are.
	 */
	RunId run();

	/**
	 * Grows with each holder.
	 */
	long token();

}
