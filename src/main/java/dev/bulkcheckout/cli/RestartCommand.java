package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;

/**
 * Goes on with a run.
 */
@Command(name = "restart", description = "Go on with a failed, stopped or crashed run, in the way it was launched.")
final class RestartCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", arity = "0..1",
			description = "the run's number (default: the newest that can go on)")
	private @Nullable Long run;

	RestartCommand(Application application) {
		super(application);
	}

	@Override
	int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException {
		Optional<Run> found = (this.run != null) ? Optional.of(LedgerCommand.find(ledger, this.run))
				: ledger.getBean(Runs.class).newestUnfinished();
		if (found.isEmpty()) {
			console().say("no run is waiting to go on");
			return ExitCode.OK.code();
		}
		goOnAs(found.get(), ledger);
		return launch(ledger, (launcher, options, watch) -> launcher.restart(found.get(), options, watch));
	}

}
