package dev.bulkcheckout.run;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.job.Progress;

/**
 * Hears of a run's beginning and end, whoever launched it.
 */
public interface RunListener {

	/**
	 * Work on the run begins.
	 * @param progress how far it is, from now on
	 */
	default void began(RunId run, Progress progress) {
	}

	/**
	 * The launch is over and its lease given back.
	 */
	default void ended(RunEnd end) {
	}

	/**
	 * Nothing could be asked, and no run was begun: settings are wrong, or there is no
	 * token.
	 * @param why for the operator
	 */
	default void refused(String why) {
	}

}
