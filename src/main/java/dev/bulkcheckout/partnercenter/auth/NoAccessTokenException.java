package dev.bulkcheckout.partnercenter.auth;

import org.jspecify.annotations.Nullable;

/**
 * No access token can be had, and no cart would fare better. The message says what was
 * tried, what came back and what to do; it never holds a secret.
 */
public class NoAccessTokenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean passing;

	/**
	 * Keeps the operator's message and the cause of a fault that stays until a person
	 * mends it.
	 */
	public NoAccessTokenException(String message, @Nullable Throwable cause) {
		this(message, false, cause);
	}

	/**
	 * Keeps the operator's message and the cause.
	 * @param passing whether the fault may pass by itself
	 */
	public NoAccessTokenException(String message, boolean passing, @Nullable Throwable cause) {
		super(message, cause);
		this.passing = passing;
	}

	/**
	 * Tells whether the fault may pass by itself, such as a token endpoint that is down;
	 * a wrong secret does not.
	 */
	public boolean isPassing() {
		return this.passing;
	}

}
