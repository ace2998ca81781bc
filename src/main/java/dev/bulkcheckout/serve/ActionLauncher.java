package dev.bulkcheckout.serve;

import java.io.IOException;
import java.util.function.Consumer;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Does what was asked for on the page, as the command line does it: with the settings of
 * a job, its token and its pace.
 */
@FunctionalInterface
public interface ActionLauncher {

	/**
	 * Launches, and returns when the run has ended. Called again for the same action it
	 * goes on with the same run.
	 * @param drain raised when the process is to end; the run is then stopped in good
	 * order
	 * @param started is told the run when work on it begins
	 * @throws RefusedLaunchException if it cannot be done; nothing was asked
	 */
	RunEnd launch(JobSettings job, PageAction action, StopSignal drain, Consumer<RunId> started)
			throws InterruptedException, IOException;

}
