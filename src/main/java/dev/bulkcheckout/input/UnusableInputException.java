package dev.bulkcheckout.input;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * An input file of which no row can be taken. The message names the file, what is wrong
 * with it and what to do.
 */
public class UnusableInputException extends RuntimeException {

	/**
	 * For a caller to whom what was read is of no use.
	 * @param message names the file, what is wrong with it and what to do
	 */
	public UnusableInputException(String message) {
		super(message);
	}

	UnusableInputException(Path file, String problem) {
		this(file, problem, null);
	}

	UnusableInputException(Path file, String problem, @Nullable Throwable cause) {
		super("cannot use " + VisibleText.of(file.toString()) + ": " + problem, cause);
	}

}
