package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunLine;

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

	RunsCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	int ask(Workplace.Ledger ledger, Console console) throws IOException {
		if (this.limit < 1) {
			throw new UsageException("--limit must be 1 or more");
		}
		List<RunLine> runs = ledger.reports().runs(this.limit);
		if (this.json) {
			RunJson.write(runs, console.out());
		}
		else {
			text().write(runs, console.out());
		}
		return ExitCodes.OK;
	}

}
