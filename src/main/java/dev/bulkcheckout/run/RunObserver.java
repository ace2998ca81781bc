package dev.bulkcheckout.run;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * How whoever launches a run follows and stops it.
 */
public interface RunObserver {

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
