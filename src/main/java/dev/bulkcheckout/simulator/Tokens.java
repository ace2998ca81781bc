package dev.bulkcheckout.simulator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** The access and refresh tokens that were handed out. */
final class Tokens {

	private static final int BYTES = 24;

	private final SecureRandom random = new SecureRandom();

	/** Until when each is good, on the clock of {@link System#nanoTime()}. */
	private final Map<String, Long> access = new ConcurrentHashMap<>();

	private final Set<String> refresh = ConcurrentHashMap.newKeySet();

	/** A new access token that is good for so long. */
	String access(Duration life) {
		String token = token("simulated-access.");
		this.access.put(token, System.nanoTime() + life.toNanos());
		return token;
	}

	/** A new refresh token; it does not expire. */
	String refresh() {
		String token = token("simulated-refresh.");
		this.refresh.add(token);
		return token;
	}

	/** Makes every access token issued so far worthless. */
	void revokeAll() {
		this.access.clear();
	}

	/** Whether an Authorization header bears a good access token. */
	boolean admits(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
			return false;
		}
		Long expiry = this.access.get(authorization.substring(7).strip());
		return expiry != null && expiry - System.nanoTime() > 0;
	}

	boolean isRefresh(String token) {
		return this.refresh.contains(token);
	}

	private String token(String prefix) {
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		return prefix + HexFormat.of().formatHex(bytes);
	}

}
