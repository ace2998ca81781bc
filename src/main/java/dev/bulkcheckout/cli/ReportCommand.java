package dev.bulkcheckout.cli;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.job.RunLauncher;
import dev.bulkcheckout.ledger.Run;

/**
 * Writes result files again.
 */
@Command(name = "report", description = "Write the result files of a run again, as it stands.")
final class ReportCommand extends LedgerCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	@Option(names = "--output", paramLabel = "DIR", description = "where to (default: where the run has them)")
	private @Nullable Path output;

	ReportCommand(Workplace workplace) {
		super(workplace);
	}

	@Override
	int ask(Workplace.Ledger ledger, Console console) {
		Run found = find(ledger, this.run);
		Path directory = (this.output != null) ? this.output : RunLauncher.optionsOf(found).outputOf(this.run);
		ledger.resultFiles().write(found.id(), directory).forEach(console.out()::println);
		return ExitCodes.OK;
	}

}
