package dev.bulkcheckout.throttling;

/**
 * Whether the rate is what holds sending back, measured in short spans. Times in
 * nanoseconds. Not safe for use by many threads.
 */
final class RateUse {

	private static final double NANOS = 1e9;

	private static final double SPAN_SECONDS = 0.05;

	private static final int SPAN_CALLS = 4;

	/** Below this share of what the rate allows, something else holds back. */
	private static final double USED_SHARE = 0.8;

	private long since;

	private int sent;

	private double sentPerSecond;

	RateUse(long now, double rate) {
		this.since = now;
		this.sentPerSecond = rate;
	}

	void sent() {
		this.sent++;
	}

	void restart(long now) {
		this.since = now;
		this.sent = 0;
	}

	/** Calls a second in the last span. */
	double sentPerSecond() {
		return this.sentPerSecond;
	}

	/**
	 * Ends a span if it is long enough.
	 * @return for how many seconds the rate was used in it; 0 if it was not, or goes on
	 */
	double usedSeconds(double rate, long now) {
		double seconds = (now - this.since) / NANOS;
		double shortest = Math.max(SPAN_SECONDS, SPAN_CALLS / rate);
		if (seconds < shortest) {
			return 0;
		}
		boolean used = this.sent >= (USED_SHARE * rate * seconds) - 1;
		this.sentPerSecond = this.sent / seconds;
		restart(now);
		return used ? Math.min(seconds, 2 * shortest) : 0;
	}

}
