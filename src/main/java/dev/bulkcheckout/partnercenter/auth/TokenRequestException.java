package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One request for a token brought none.
 */
final class TokenRequestException extends NoAccessTokenException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	TokenRequestException(String message, boolean passing, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(message, passing, cause);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long the endpoint asked to be left alone; null if it did not.
	 */
	@Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
