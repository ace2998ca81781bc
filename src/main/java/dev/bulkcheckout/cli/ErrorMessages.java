package dev.bulkcheckout.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.input.UnusableInputException;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.report.files.ResultFilesException;

/**
 * Turns what a command throws into a sentence and an exit code, never into a bare stack
 * trace.
 */
final class ErrorMessages implements IExecutionExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ErrorMessages.class);

	@Override
	public int handleExecutionException(Exception ex, CommandLine commandLine, ParseResult parseResult) {
		logger.debug("the command failed", ex);
		Console console = new Console(commandLine.getOut(), commandLine.getErr());
		FailureAnalysis noStart = new StartFailureAnalyzer().analyze(ex);
		if (noStart != null) {
			console.say(noStart.getDescription() + ((noStart.getAction() != null) ? "; " + noStart.getAction() : ""));
			return ExitCode.USAGE.code();
		}
		return switch (ex) {
			case UnusableInputException input -> say(console, input, ExitCode.USAGE.code());
			case ResultFilesException files -> say(console, files, ExitCode.RESTARTABLE.code());
			case InterruptedException interrupted -> {
				console.say("interrupted");
				yield ExitCode.RESTARTABLE.code();
			}
			default -> unexpected(console, ex);
		};
	}

	private static int say(Console console, Exception ex, int exitCode) {
		console.say(String.valueOf(ex.getMessage()));
		return exitCode;
	}

	private static int unexpected(Console console, Exception ex) {
		if (DatabaseFaults.isPassing(ex)) {
			console.say(DatabaseFaults.words(ex) + "; nothing is lost, the same command can be given again");
			return ExitCode.RESTARTABLE.code();
		}
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		console.say("this should not have happened: " + root.getClass().getSimpleName() + ": " + root.getMessage());
		console.say("LOGGING_LEVEL_ROOT=DEBUG shows where; please report it with that output");
		return ExitCode.UNEXPECTED.code();
	}

}
