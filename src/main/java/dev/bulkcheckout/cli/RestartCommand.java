package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.ledger.Run;

/**
 * Goes on with a run.
 */
@Command(name = "restart", description = "Go on with a failed, stopped or crashed run, in the way it was launched.")
final class RestartCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", arity = "0..1",
			description = "the run's number (default: the newest that can go on)")
	private @Nullable Long run;

	RestartCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	public Integer call() throws InterruptedException, IOException {
		try (Workplace.Jobs jobs = settings(Map.of()).openJobs(console())) {
			Optional<Run> found = (this.run != null) ? Optional.of(LedgerCommand.find(jobs.ledger(), this.run))
					: jobs.ledger().runs().newestUnfinished();
			if (found.isEmpty()) {
				console().say("no run is waiting to go on");
				return ExitCodes.OK;
			}
			return launch(jobs, (launcher, watch) -> launcher.restart(found.get(), watch));
		}
	}

}
