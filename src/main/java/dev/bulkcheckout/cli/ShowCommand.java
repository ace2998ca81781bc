package dev.bulkcheckout.cli;

import java.io.IOException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunReport;

/**
 * Shows one run.
 */
@Command(name = "show", description = "Show one run: steps, outcomes, causes, missing ids.")
final class ShowCommand extends LedgerCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	@Option(names = "--json", description = "as JSON")
	private boolean json;

	ShowCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	int ask(Workplace.Ledger ledger, Console console) throws IOException {
		RunReport report = ledger.reports().of(find(ledger, this.run).id()).orElseThrow();
		if (this.json) {
			RunJson.write(report, console.out());
		}
		else {
			text().write(report, console.out());
		}
		return ExitCodes.OK;
	}

}
