package dev.bulkcheckout.job;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Settlement;

/**
 * Hears of each cart once its outcome is in the ledger, on the thread that settles: it
 * must return at once and throw nothing.
 */
@FunctionalInterface
public interface SettlementListener {

	/**
	 * A cart was settled.
	 * @param run it belongs to
	 */
	void settled(RunId run, Settlement settlement);

}
