package dev.bulkcheckout.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.ledger.Run;

/**
 * Asks again for subscription ids.
 */
@Command(name = "reconcile", description = "Ask again for subscription ids that are still missing.")
final class ReconcileCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", arity = "0..1", description = "the run's number (default: every run)")
	private @Nullable Long run;

	@Option(names = "--reconcile-for", paramLabel = "DURATION", converter = Durations.class,
			description = "how long to ask: 90s, 30m, 2h (default: 1h)")
	private @Nullable Duration reconcileFor;

	ReconcileCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	public Integer call() throws InterruptedException, IOException {
		Map<String, Object> flags = new LinkedHashMap<>();
		if (this.reconcileFor != null) {
			flags.put("bulk-checkout.reconcile-for", this.reconcileFor.toString());
		}
		Workplace.Settings settings = settings(flags);
		try (Workplace.Jobs jobs = settings.openJobs(console())) {
			Run only = (this.run != null) ? LedgerCommand.find(jobs.ledger(), this.run) : null;
			if (only != null && only.rehearsal()) {
				throw new UsageException(only.id() + " was a rehearsal: its simulator and its orders are gone");
			}
			return launch(jobs, (launcher, watch) -> launcher.reconcile(only, settings.runOptions(), watch));
		}
	}

}
