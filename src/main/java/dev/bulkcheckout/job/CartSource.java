package dev.bulkcheckout.job;

import java.nio.file.Path;
import java.util.Set;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

/**
 * Where a run's carts come from.
 */
sealed interface CartSource {

	/**
	 * A CSV.
	 *
	 * @param file where it lies
	 * @param sha256 of its bytes when the run was launched, hex
	 */
	record Csv(Path file, String sha256) implements CartSource {
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
