package dev.bulkcheckout.job;

import java.time.Duration;
import java.util.List;

/**
 * Where a window of calls gets its work from.
 *
 * @param <W> one piece of work
 */
interface Feed<W> {

	/**
	 * The next pieces of work; none is handed out twice while it is outstanding.
	 * @param limit how many at the most
	 */
	Supply<W> next(int limit);

	/**
	 * Told that a piece of work is settled in the ledger.
	 */
	default void settled(W work) {
	}

	/**
	 * What a feed has to give.
	 *
	 * @param <W> one piece of work
	 */
	sealed interface Supply<W> {

		/**
		 * Work to do now; never empty.
		 */
		record Now<W>(List<W> work) implements Supply<W> {
		}

		/**
		 * Nothing now; ask again after that time.
		 */
		record Later<W>(Duration after) implements Supply<W> {
		}

		/**
		 * Nothing more.
		 */
		record Over<W>() implements Supply<W> {
		}

	}

}
