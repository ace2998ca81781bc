package dev.bulkcheckout.job;

/**
 * Makes what a run asks Partner Center with.
 */
@FunctionalInterface
public interface CallsFactory {

	/**
	 * Opens connections for a run.
	 * @param options concurrency, rate and patience
	 * @param stop raised by what no later cart would survive, and heeded
	 */
	Calls open(RunOptions options, StopSignal stop);

}
