package dev.bulkcheckout.run;

import java.util.Optional;

import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Makes what a run asks Partner Center with.
 */
@FunctionalInterface
public interface CallsFactory {

	/**
	 * Opens connections for a run once it is known that it can ask: the settings are
	 * right and there is a token. Throws, for the operator, if that cannot be had.
	 * @param options concurrency, rate and patience
	 * @param stop raised by what no later cart would survive, and heeded
	 * @return empty if the stop was raised before the calls were open
	 */
	Optional<Calls> open(RunProperties options, StopSignal stop) throws InterruptedException;

}
