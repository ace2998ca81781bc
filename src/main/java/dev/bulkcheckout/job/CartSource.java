package dev.bulkcheckout.job;

import java.util.Set;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.input.CartFile;

/**
 * Where a run's carts come from.
 */
public sealed interface CartSource {

	/**
	 * A CSV.
	 */
	record Csv(CartFile file) implements CartSource {
	}

	/**
	 * The carts of another run that ended in one of the given ways.
	 */
	record FormerRun(RunId run, Set<Outcome> outcomes) implements CartSource {
	}

	/**
	 * The ledger, or nowhere if the run was never staged.
	 */
	record Ledger() implements CartSource {
	}

}
