package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Launches a job on a file, as the command line does it: with its own settings, token and
 * pace.
 */
@FunctionalInterface
public interface JobLauncher {

	/**
	 * Launches, and returns when the run has ended.
	 * @param output where the result files go
	 * @param drain raised when the process is to end; the run is then stopped in good
	 * order
	 * @throws RefusedLaunchException if settings or input cannot be used; nothing was
	 * asked
	 */
	RunEnd launch(JobSettings job, Path csv, Path output, StopSignal drain) throws InterruptedException, IOException;

	/**
	 * Whether former runs of the job left carts that its next run is to ask for, as its
	 * {@code carry-over} says.
	 * @param before only carts that were settled before
	 */
	default boolean hasCartsToCarryOver(JobSettings job, Instant before) {
		return false;
	}

}
