package dev.bulkcheckout.cli;

import java.io.IOException;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.ledger.Run;

/**
 * Lets a run buy what was planned.
 */
@Command(name = "approve", description = { "Let a run that was planned (--plan) buy exactly what was planned.",
		"Each cart is read once more; one that has changed since is held back." })
final class ApproveCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	ApproveCommand(Application application) {
		super(application);
	}

	@Override
	int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException {
		Run planned = LedgerCommand.find(ledger, this.run);
		String why = planned.whyNoApproval();
		if (why != null) {
			throw new UsageException(why);
		}
		goOnAs(planned, ledger);
		return launch(ledger, (launcher, options, watch) -> launcher.approve(planned, System.getProperty("user.name"),
				options, watch));
	}

}
