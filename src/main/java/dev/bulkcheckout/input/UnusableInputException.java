package dev.bulkcheckout.input;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * An input file of which no row can be taken. The message names the file, what is wrong
 * with it and what to do.
 */
public class UnusableInputException extends RuntimeException {

	UnusableInputException(Path file, String problem) {
		this(file, problem, null);
	}

	UnusableInputException(Path file, String problem, @Nullable Throwable cause) {
		super("cannot use " + VisibleText.of(file.toString()) + ": " + problem, cause);
	}

}
