package dev.bulkcheckout.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.CartRowHandler;
import dev.bulkcheckout.input.InputSummary;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.input.RepeatsRefused;

/**
 * Checks a CSV without asking anybody.
 */
@Command(name = "validate", description = "Check a CSV; ask nothing.")
final class ValidateCommand implements Callable<Integer> {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(paramLabel = "CSV", description = "the file to check; - is standard input")
	@SuppressWarnings("NullAway.Init")
	private Path csv;

	@Override
	public Integer call() throws IOException {
		PrintWriter out = this.spec.commandLine().getOut();
		RepeatsRefused repeats = new RepeatsRefused(new CartRowHandler() {
			@Override
			public void rejected(RejectedRow row) {
				out.printf("line %d: %s%n", row.line(), row.reason());
			}
		});
		InputSummary summary;
		try (CartFile input = CartFile.open(this.csv)) {
			summary = input.read(repeats);
		}
		Console console = Consoles.of(this.spec);
		if (summary.notice() != null) {
			console.say(summary.notice());
		}
		long carts = summary.carts() - repeats.repeats();
		long rejected = summary.rejected() + repeats.repeats();
		out.printf("%s: %,d rows: %,d carts, %,d rows refused%n", this.csv, summary.rows(), carts, rejected);
		if (!console.flush()) {
			return ExitCode.UNEXPECTED.code();
		}
		if (carts == 0 && rejected > 0) {
			return ExitCode.USAGE.code();
		}
		return (rejected > 0) ? ExitCode.NEEDS_PERSON.code() : ExitCode.OK.code();
	}

}
