package dev.bulkcheckout.cli;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.settings.EffectiveValues;

/**
 * Writes result files again.
 */
@Command(name = "report", description = "Write the result files of a run again, as it stands.")
final class ReportCommand extends LedgerCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	@Option(names = "--output", paramLabel = "DIR", description = "where to (default: where the run has them)")
	private @Nullable Path output;

	ReportCommand(Application application) {
		super(application);
	}

	@Override
	int ask(ApplicationContext ledger, Console console) {
		Run found = find(ledger, this.run);
		Path directory = (this.output != null) ? this.output
				: EffectiveValues.fromJson(found.options()).outputOf(this.run);
		ledger.getBean(ResultFiles.class).write(found.id(), directory).forEach(console.out()::println);
		return ExitCode.OK.code();
	}

}
