package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.context.ApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReports;

/**
 * Lists runs.
 */
@Command(name = "runs", description = "List the runs, newest first.")
final class RunsCommand extends LedgerCommand {

	@Option(names = "--json", description = "as JSON")
	private boolean json;

	@Option(names = "--limit", paramLabel = "N", defaultValue = "50",
			description = "how many at the most (default: ${DEFAULT-VALUE})")
	private int limit;

	RunsCommand(Application application) {
		super(application);
	}

	@Override
	int ask(ApplicationContext ledger, Console console) throws IOException {
		if (this.limit < 1) {
			throw new UsageException("--limit must be 1 or more");
		}
		List<RunLine> runs = ledger.getBean(RunReports.class).runs(this.limit);
		if (this.json) {
			RunJson.write(runs, console.out());
		}
		else {
			text().write(runs, console.out());
		}
		return ExitCode.OK.code();
	}

}
