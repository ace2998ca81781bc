package dev.bulkcheckout.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import dev.bulkcheckout.cart.ExitCode;

/**
 * Says what is wrong with a command line in a sentence; the whole help would hide it.
 */
final class UsageErrors implements IParameterExceptionHandler {

	@Override
	public int handleParseException(ParameterException ex, String[] args) {
		CommandLine command = ex.getCommandLine();
		Console console = new Console(command.getOut(), command.getErr());
		console.say(String.valueOf(ex.getMessage())
			// the run's number is the argument that people get wrong
			.replaceFirst("positional parameter at index \\d+ ", ""));
		StringWriter suggestions = new StringWriter();
		UnmatchedArgumentException.printSuggestions(ex, new PrintWriter(suggestions));
		console.say(suggestions.toString());
		console.say("'" + command.getCommandSpec().qualifiedName() + " --help' lists what there is");
		return ExitCode.USAGE.code();
	}

}
