package dev.bulkcheckout.serve;

import java.io.IOException;
import java.nio.file.Path;

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

}
