package dev.bulkcheckout.serve;

import java.util.Optional;

import dev.bulkcheckout.cart.RunId;

/**
 * Makes this process ready to take part in a run that another one holds.
 */
@FunctionalInterface
public interface RunOpener {

	/**
	 * Opens what partitions of the run need: its settings, connections, a token and a
	 * pace.
	 * @return empty if the run is another partner's, or the process is to end
	 */
	Optional<OpenRun> open(RunId run) throws InterruptedException;

}
