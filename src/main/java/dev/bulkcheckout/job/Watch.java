package dev.bulkcheckout.job;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * How whoever launches a run follows and stops it.
 */
public interface Watch {

	/**
	 * Raised to stop the run.
	 */
	StopSignal stop();

	/**
	 * How far the run is; written by the run.
	 */
	Progress progress();

	/**
	 * Told when work on the run begins.
	 */
	void started(RunId run, RunProperties options);

}
