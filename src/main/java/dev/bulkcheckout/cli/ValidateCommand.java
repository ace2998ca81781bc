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
import dev.bulkcheckout.input.InputCheck;

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
		InputCheck check;
		try (CartFile input = CartFile.open(this.csv)) {
			check = InputCheck.of(input, (row) -> out.printf("line %d: %s%n", row.line(), row.reason()));
		}
		Console console = Consoles.of(this.spec);
		if (check.notice() != null) {
			console.say(check.notice());
		}
		out.printf("%s: %,d rows: %,d carts, %,d rows refused%n", this.csv, check.rows(), check.carts(),
				check.rejected());
		if (!console.flush()) {
			return ExitCode.UNEXPECTED.code();
		}
		if (check.carts() == 0 && check.rejected() > 0) {
			return ExitCode.USAGE.code();
		}
		return (check.rejected() > 0) ? ExitCode.NEEDS_PERSON.code() : ExitCode.OK.code();
	}

}
