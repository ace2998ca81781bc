package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * How fast the process may ask at most; how fast it does ask is learned.
 *
 * @param concurrency how many calls may be in flight at a time, 1 or more
 * @param rate calls a second that are never exceeded, or {@code Double.POSITIVE_INFINITY}
 * for no such limit
 * @param longestPause how long a single Retry-After is obeyed at most
 */
public record PaceSettings(int concurrency, double rate, Duration longestPause) {

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	/**
	 * Refuses values that would stand still or never end.
	 * @throws IllegalArgumentException if a value makes no sense, by its name
	 */
	public PaceSettings {
		if (concurrency < 1) {
			throw new IllegalArgumentException("concurrency must be 1 or more, not " + concurrency);
		}
		if (!(rate > 0)) {
			throw new IllegalArgumentException("rate must be above 0 calls a second, not " + rate);
		}
		if (longestPause.isZero() || longestPause.isNegative()) {
			throw new IllegalArgumentException("longest-pause must be above 0, not " + longestPause);
		}
	}

	/**
	 * As many calls in flight, no fixed rate, and pauses of 5 minutes at most.
	 */
	public static PaceSettings inFlight(int concurrency) {
		return new PaceSettings(concurrency, Double.POSITIVE_INFINITY, LONGEST_PAUSE);
	}

	/**
	 * The same with another rate.
	 * @param callsPerSecond never exceeded
	 */
	public PaceSettings withRate(double callsPerSecond) {
		return new PaceSettings(this.concurrency, callsPerSecond, this.longestPause);
	}

}
