package dev.bulkcheckout.simulator;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How many calls of the API are let through; the others get the gateway's 429.
 *
 * @param perSecond calls a second in the long run, above 0
 * @param burst calls that may come at once after a quiet time, 1 or more
 * @param perCustomer whether each customer has its own limit
 * @param refusedCount whether refused calls count against the limit, too. Source: "API
 * throttling guidance" (read 2026-11) says that they do; off by default
 * @param retryAfter what Retry-After says; null for the time until the next call would
 * pass, rounded up to whole seconds
 * @param retryAfterAsDate whether Retry-After is an HTTP date rather than seconds
 */
public record Throttle(double perSecond, double burst, boolean perCustomer, boolean refusedCount,
		@Nullable Duration retryAfter, boolean retryAfterAsDate) {

	public Throttle {
		if (!(perSecond > 0) || !(burst >= 1)) {
			throw new IllegalArgumentException(
					"a throttle needs more than 0 calls a second and a burst of 1 or more, not " + perSecond + " and "
							+ burst);
		}
	}

	/** So many calls in a second for all together, however they lie in it. */
	public static Throttle of(double perSecond) {
		return new Throttle(perSecond, Math.max(1, perSecond), false, false, null, false);
	}

	/** The same with this burst. */
	public Throttle withBurst(double burst) {
		return new Throttle(this.perSecond, burst, this.perCustomer, this.refusedCount, this.retryAfter,
				this.retryAfterAsDate);
	}

	/** The same for each customer. */
	public Throttle forEachCustomer() {
		return new Throttle(this.perSecond, this.burst, true, this.refusedCount, this.retryAfter,
				this.retryAfterAsDate);
	}

	/** The same, but refused calls use up the limit, too. */
	public Throttle countingRefused() {
		return new Throttle(this.perSecond, this.burst, this.perCustomer, true, this.retryAfter, this.retryAfterAsDate);
	}

	/** The same with this Retry-After. */
	public Throttle withRetryAfter(@Nullable Duration retryAfter, boolean asDate) {
		return new Throttle(this.perSecond, this.burst, this.perCustomer, this.refusedCount, retryAfter, asDate);
	}

}
