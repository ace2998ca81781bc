package dev.bulkcheckout.partnercenter.auth;

import org.jspecify.annotations.Nullable;

/**
 * No access token can be had, and no cart would fare better. The message says what was
 * tried, what came back and what to do; it never holds a secret.
 */
public class NoAccessTokenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Keeps the operator's message and the cause.
	 */
	public NoAccessTokenException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
