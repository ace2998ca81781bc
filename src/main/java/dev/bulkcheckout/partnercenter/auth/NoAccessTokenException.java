package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * No access token can be had, and no cart would fare better. The message says what was
 * tried, what came back and what to do; it never holds a secret.
 */
public class NoAccessTokenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean passing;

	private final @Nullable Duration retryAfter;

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
		this(message, passing, null, cause);
	}

	/**
	 * Keeps the operator's message and the cause.
	 * @param passing whether the fault may pass by itself
	 * @param retryAfter how long the endpoint wants to be left alone; null if it did not
	 * say
	 */
	public NoAccessTokenException(String message, boolean passing, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		super(message, cause);
		this.passing = passing;
		this.retryAfter = retryAfter;
	}

	/**
	 * Tells whether the fault may pass by itself, such as a token endpoint that is down;
	 * a wrong secret does not.
	 */
	public boolean isPassing() {
		return this.passing;
	}

	/**
	 * How long the endpoint wants to be left alone; null if it did not say.
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
