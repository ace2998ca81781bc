package dev.bulkcheckout.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts sign-ins that failed, by address and by name, so that passwords cannot be
 * guessed. A name may fail more often than an address: whoever guesses shall not keep
 * others out with ease.
 */
final class SignInThrottle {

	private static final Duration WINDOW = Duration.ofMinutes(5);

	private static final int OF_AN_ADDRESS = 10;

	private static final int OF_A_NAME = 50;

	/** So that whoever sends many names does not fill the memory. */
	private static final int MOST_KEYS = 10_000;

	private final InstantSource clock;

	private final Map<String, Failures> failures = new ConcurrentHashMap<>();

	SignInThrottle(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Failures since the first of them.
	 */
	private record Failures(Instant since, int count) {
	}

	/**
	 * Whether the next one has to wait.
	 */
	boolean isReached(String address, String name) {
		return count("address " + address) >= OF_AN_ADDRESS || count("name " + name) >= OF_A_NAME;
	}

	private int count(String key) {
		Failures of = this.failures.get(key);
		return (of != null && isRecent(of)) ? of.count() : 0;
	}

	private boolean isRecent(Failures of) {
		return this.clock.instant().isBefore(of.since().plus(WINDOW));
	}

	void failed(String address, String name) {
		if (this.failures.size() >= MOST_KEYS) {
			this.failures.values().removeIf((of) -> !isRecent(of));
		}
		add("address " + address);
		if (this.failures.size() < MOST_KEYS) {
			add("name " + name);
		}
	}

	private void add(String key) {
		this.failures.merge(key, new Failures(this.clock.instant(), 1),
				(of, one) -> isRecent(of) ? new Failures(of.since(), of.count() + 1) : one);
	}

	void succeeded(String address) {
		this.failures.remove("address " + address);
	}

}
