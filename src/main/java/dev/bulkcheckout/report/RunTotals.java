package dev.bulkcheckout.report;

import java.util.List;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.RunCounts;

/**
 * What takes long to count of a run with a million carts. Kept as JSON in the ledger.
 *
 * @param counts its counts
 * @param orders how many orders its carts made
 * @param money what its orders cost, by currency, largest first
 * @param ordersWithoutPrice orders that tell none
 * @param pace carts settled a second; null for fewer than two carts
 */
record RunTotals(RunCounts counts, long orders, List<Money> money, long ordersWithoutPrice, @Nullable Double pace) {

	OptionalDouble checkoutsPerSecond() {
		return (this.pace != null) ? OptionalDouble.of(this.pace) : OptionalDouble.empty();
	}

}
