package dev.bulkcheckout.partnercenter.auth;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How long an access token lives, by what the answer says of it. That {@code expires_in}
 * may be missing is what users report (AzureAD/MSAL.PS#28, read 2026-11); the library
 * would take such a token for one of a second.
 */
final class TokenLife {

	/** Shorter than any that Entra issues, and no burden on it. */
	private static final Duration UNSAID = Duration.ofMinutes(10);

	private TokenLife() {
	}

	/**
	 * The seconds from now: {@code expires_in}, else up to {@code expires_on}, else ten
	 * minutes. Always more than 0.
	 * @param answer the members of the token endpoint's answer
	 */
	static long seconds(Map<String, Object> answer, Instant now) {
		long expiresIn = number(answer.get("expires_in"));
		if (expiresIn > 0) {
			return expiresIn;
		}
		long left = number(answer.get("expires_on")) - now.getEpochSecond();
		return (left > 0) ? left : UNSAID.toSeconds();
	}

	/** A number or its text, as Entra writes it; 0 for anything else. */
	private static long number(@Nullable Object member) {
		String text = String.valueOf(member).strip();
		return text.matches("\\d{1,10}(\\.\\d{1,9})?") ? new BigDecimal(text).longValue() : 0;
	}

}
