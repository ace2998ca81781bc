package dev.bulkcheckout.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import org.springframework.context.ApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.LeaseStanding;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;

/**
 * Asks a run's process to stop.
 */
@Command(name = "stop", description = { "Stop a run gracefully from another process.",
		"Calls in flight are settled, nothing new is asked, 'restart' goes on." })
final class StopCommand extends LedgerCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	StopCommand(Application application) {
		super(application);
	}

	@Override
	int ask(ApplicationContext ledger, Console console) {
		Run found = find(ledger, this.run);
		LeaseStanding lease = ledger.getBean(Leases.class).standing(found.id());
		if (!lease.isHeld()) {
			console.say(found.id() + " is not being worked on: there is nothing to stop");
			return ExitCode.OK.code();
		}
		ledger.getBean(Runs.class).requestStop(found.id());
		console.say(found.id() + " was asked to stop; 'bulk-checkout show " + this.run + "' shows when it has");
		return ExitCode.OK.code();
	}

}
