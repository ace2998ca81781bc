package dev.bulkcheckout.report;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.Run;

/**
 * How far a run has come.
 *
 * @param phase what is to be done next
 * @param carts all carts of the run; 0 before its rows are in the ledger
 * @param settled carts that have an outcome
 * @param idsExpected order lines that have or should have a subscription id
 * @param idsAwaited those whose id is still asked for
 * @param idsMissing those whose id was given up
 * @param nextLook when the next order is asked for; null if none is to be
 */
public record RunProgress(Phase phase, long carts, long settled, long idsExpected, long idsAwaited, long idsMissing,
		@Nullable Instant nextLook) {

	/**
	 * What a run does or would go on with; the names are those in JSON.
	 */
	public enum Phase {

		/** The rows of the input are entered. */
		STAGING,
		/** Carts are checked out. */
		CHECKING_OUT,
		/** Subscription ids are asked for. */
		RECONCILING,
		/** The result files are written. */
		WRITING_RESULTS,
		/** Nothing is left to do. */
		DONE;

		/**
		 * Derives the phase; a finished run whose ids are asked for again reconciles.
		 */
		static Phase of(Run run, boolean looksAhead) {
			if (run.isFinished()) {
				return DONE;
			}
			if (run.stagedAt() == null) {
				return STAGING;
			}
			if (run.checkedOutAt() == null) {
				return CHECKING_OUT;
			}
			return (run.reconciledAt() == null || looksAhead) ? RECONCILING : WRITING_RESULTS;
		}

	}

}
