package dev.bulkcheckout.cli;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
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

	ReconcileCommand(Application application) {
		super(application);
	}

	@Override
	int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException {
		Run only = (this.run != null) ? LedgerCommand.find(ledger, this.run) : null;
		if (only != null && only.rehearsal()) {
			throw new UsageException(only.id() + " was a rehearsal: its simulator and its orders are gone");
		}
		return launch(ledger, (launcher, options, watch) -> launcher.reconcile(only, options, watch));
	}

}
