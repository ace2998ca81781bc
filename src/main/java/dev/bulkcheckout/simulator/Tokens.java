package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Access and refresh tokens that say themselves how long they are good and prove that
 * this simulator made them, so that none has to be kept.
 */
final class Tokens {

	private static final HexFormat HEX = HexFormat.of();

	private static final String ACCESS = "simulated-access.";

	private static final String REFRESH = "simulated-refresh.";

	private static final int LENGTH = 3 * 16 + 2;

	private final long secret = new java.security.SecureRandom().nextLong();

	private final AtomicLong issued = new AtomicLong();

	private volatile long revokedUpTo;

	/** A new access token that is good for so long. */
	String access(Duration life) {
		return token(ACCESS, System.nanoTime() + life.toNanos());
	}

	/** A new refresh token; it does not expire. */
	String refresh() {
		return token(REFRESH, 0);
	}

	/** How many access and refresh tokens there were. */
	long issued() {
		return this.issued.get();
	}

	/** Makes every access token issued so far worthless. */
	void revokeAll() {
		this.revokedUpTo = this.issued.get();
	}

	/** Whether an Authorization header bears a good access token. */
	boolean admits(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return false;
		}
		String token = authorization.substring(7).strip();
		long[] fields = fields(ACCESS, token);
		return fields.length == 3 && fields[0] - System.nanoTime() > 0 && fields[1] > this.revokedUpTo;
	}

	boolean isRefresh(String token) {
		return fields(REFRESH, token).length == 3;
	}

	private String token(String prefix, long expiry) {
		long number = this.issued.incrementAndGet();
		return prefix + HEX.toHexDigits(expiry) + '.' + HEX.toHexDigits(number) + '.'
				+ HEX.toHexDigits(seal(prefix, expiry, number));
	}

	private long[] fields(String prefix, String token) {
		int at = prefix.length();
		if (!token.startsWith(prefix) || token.length() != at + LENGTH) {
			return new long[0];
		}
		try {
			long expiry = HexFormat.fromHexDigitsToLong(token, at, at + 16);
			long number = HexFormat.fromHexDigitsToLong(token, at + 17, at + 33);
			long seal = HexFormat.fromHexDigitsToLong(token, at + 34, at + 50);
			return (seal == seal(prefix, expiry, number)) ? new long[] { expiry, number, seal } : new long[0];
		}
		catch (IllegalArgumentException ex) {
			return new long[0];
		}
	}

	private long seal(String prefix, long expiry, long number) {
		return StableRandom.of(StableRandom.of(this.secret, expiry), number + prefix.length());
	}

}
