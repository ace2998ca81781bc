package dev.bulkcheckout.input;

import org.jspecify.annotations.Nullable;

/**
 * An input of which no row can be taken. The message names it, what is wrong with it and
 * what to do.
 */
public class UnusableInputException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnusableInputException(String place, String problem) {
		this(place, problem, null);
	}

	UnusableInputException(String place, String problem, @Nullable Throwable cause) {
		super("cannot use " + VisibleText.of(place) + ": " + problem, cause);
	}

}
