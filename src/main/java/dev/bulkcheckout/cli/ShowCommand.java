package dev.bulkcheckout.cli;

import java.io.IOException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.springframework.context.ApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.EffectiveValues;

/**
 * Shows one run.
 */
@Command(name = "show", description = "Show one run: steps, outcomes, causes, missing ids.")
final class ShowCommand extends LedgerCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	@Option(names = "--json", description = "as JSON")
	private boolean json;

	ShowCommand(Application application) {
		super(application);
	}

	@Override
	int ask(ApplicationContext ledger, Console console) throws IOException {
		Run found = find(ledger, this.run);
		RunReport report = ledger.getBean(RunReports.class).of(found.id()).orElseThrow();
		if (this.json) {
			RunJson.write(report, console.out());
		}
		else {
			text().write(report, EffectiveValues.fromJson(found.options()).outputOf(this.run), console.out());
		}
		return ExitCode.OK.code();
	}

}
