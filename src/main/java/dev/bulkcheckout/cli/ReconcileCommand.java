package dev.bulkcheckout.cli;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.ledger.Run;

/**
 * Asks again for subscription ids.
 */
@Command(name = "reconcile", description = "Ask again for subscription ids that are still missing.")
final class ReconcileCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", arity = "0..1", description = "the run's number (default: every run)")
	private @Nullable Long run;

	ReconcileCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	public Integer call() throws InterruptedException, IOException {
		Workplace.Settings settings = settings(SettingFlags.given(spec()));
		try (Workplace.Jobs jobs = settings.openJobs(console())) {
			Run only = (this.run != null) ? LedgerCommand.find(jobs.ledger(), this.run) : null;
			if (only != null && only.rehearsal()) {
				throw new UsageException(only.id() + " was a rehearsal: its simulator and its orders are gone");
			}
			return launch(jobs, (launcher, watch) -> launcher.reconcile(only, settings.runOptions(), watch));
		}
	}

}
