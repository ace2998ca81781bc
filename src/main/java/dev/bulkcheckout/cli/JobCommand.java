package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.ledger.Run;

/**
 * A command that works on runs that are there: it opens the ledger first to find the run,
 * then the job in the way the run was launched.
 */
abstract class JobCommand implements Callable<Integer> {

	private final Workplace workplace;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	JobCommand(Workplace workplace) {
		this.workplace = workplace;
	}

	Console console() {
		return Consoles.of(this.spec);
	}

	Workplace.Settings settings(Map<String, Object> flags) {
		return this.workplace.settings(flags, null);
	}

	/**
	 * Launches under settings that say whether Partner Center or the simulator is asked,
	 * as the run was launched.
	 */
	int launchAs(Run run, Launch.Work work) throws InterruptedException, IOException {
		Map<String, Object> flags = run.rehearsal() ? Map.of("bulk-checkout.rehearsal", "true") : Map.of();
		return launch(settings(flags), work);
	}

	int launch(Workplace.Settings settings, Launch.Work work) throws InterruptedException, IOException {
		try (Workplace.Jobs jobs = settings.openJobs(console())) {
			return new Launch(console(), Consoles.isTerminal()).launch(jobs, work);
		}
	}

}
