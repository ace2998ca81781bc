package dev.bulkcheckout.throttling;

/**
 * Spreads calls evenly at a rate, with no more of a burst than a late timer needs. Not
 * safe for use by many threads.
 */
final class Spacing {

	private static final double NANOS = 1e9;

	/** What may be caught up on after a late wake-up, as a time at the current rate. */
	private static final double BURST_SECONDS = 0.02;

	/** Sums of fractions do not quite reach a whole. */
	private static final double WHOLE = 1 - 1e-6;

	private double rate;

	private double tokens = 1;

	private long filledAt;

	Spacing(double rate, long now) {
		this.rate = rate;
		this.filledAt = now;
	}

	/** The first time, now or later, at which a call may be sent. */
	long nextAt(long now) {
		fill(now);
		if (this.tokens >= WHOLE) {
			return now;
		}
		return now + (long) Math.ceil((1 - this.tokens) / this.rate * NANOS);
	}

	void take(long now) {
		fill(now);
		this.tokens -= 1;
	}

	void rate(double callsPerSecond, long now) {
		fill(now);
		this.rate = callsPerSecond;
	}

	/** Starts afresh after a pause: what gathered during it is not sent in a burst. */
	void restart(long now) {
		this.tokens = Math.min(1, this.tokens);
		this.filledAt = now;
	}

	private void fill(long now) {
		if (now > this.filledAt) {
			double most = Math.max(1, this.rate * BURST_SECONDS);
			this.tokens = Math.min(most, this.tokens + (now - this.filledAt) / NANOS * this.rate);
			this.filledAt = now;
		}
	}

}
