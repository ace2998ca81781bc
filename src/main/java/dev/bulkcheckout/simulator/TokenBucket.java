package dev.bulkcheckout.simulator;

import java.time.Duration;

/**
 * Tokens grow evenly up to what comes in so long a time, at least 1; a call takes one.
 * The bucket is full at first.
 */
final class TokenBucket implements RateLimit {

	/** Times are whole nanoseconds. */
	private static final double ROUNDING = 1e-6;

	private final double burstSeconds;

	private final boolean refusedCount;

	private double tokens = Double.MAX_VALUE;

	private long filledAt;

	TokenBucket(Duration burst, boolean refusedCount, long now) {
		this.burstSeconds = burst.toNanos() / 1e9;
		this.refusedCount = refusedCount;
		this.filledAt = now;
	}

	@Override
	public long take(double perSecond, long now) {
		double most = Math.max(1, perSecond * this.burstSeconds);
		double grown = Math.max(0, now - this.filledAt) / 1e9 * perSecond;
		this.tokens = Math.min(most, this.tokens + grown);
		this.filledAt = now;
		if (this.tokens >= 1 - ROUNDING) {
			this.tokens -= 1;
			return ADMITTED;
		}
		if (this.refusedCount) {
			this.tokens = Math.max(this.tokens - 1, -most);
		}
		return Math.max(1, (long) Math.ceil((1 - this.tokens) / perSecond * 1e9));
	}

}
