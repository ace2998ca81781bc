package dev.bulkcheckout.job;

import java.nio.file.Path;

import dev.bulkcheckout.cart.RunId;

/**
 * Writes the result files of a run.
 */
@FunctionalInterface
public interface RunResults {

	/**
	 * Writes each file whole or not at all.
	 * @param last whether this is the run's own last step: what is written then says that
	 * the run has finished
	 * @throws RuntimeException with a message for the operator if they cannot be written
	 */
	void write(RunId run, Path directory, boolean last);

}
