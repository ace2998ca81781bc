package dev.bulkcheckout.throttling;

/**
 * What the API answered lately. Times in nanoseconds. Not safe for use by many threads.
 */
final class RecentAnswers {

	private static final double NANOS = 1e9;

	static final int RECENT = 30;

	private static final double USUAL_WEIGHT = 0.05;

	private static final int KEPT = 1024;

	/** Below 4 calls a second a longer time is looked at. */
	private static final int LEAST_CALLS = 4;

	private final long[] sentAt = new long[KEPT];

	private int count;

	private long last = Long.MIN_VALUE;

	private int acceptedSince;

	private long since;

	private double refused;

	private double answers;

	private double usual;

	RecentAnswers(long now) {
		this.since = now;
	}

	void accepted(long sent, long now) {
		this.usual += ((this.usual == 0) ? 1 : USUAL_WEIGHT) * (now - sent - this.usual);
		this.acceptedSince++;
		count(0);
		this.last = Math.max(this.last, sent);
		this.sentAt[this.count++ % KEPT] = sent;
		this.count = (this.count == 2 * KEPT) ? KEPT : this.count;
	}

	void refused() {
		count(1);
	}

	private void count(int refusedCalls) {
		double kept = 1 - (1.0 / RECENT);
		this.refused = (this.refused * kept) + refusedCalls;
		this.answers = (this.answers * kept) + 1;
	}

	/** Whether so many of the last few were refused that the rate is too high by far. */
	boolean areMostlyRefused() {
		return this.answers > 10 && refusedShare() > 0.25;
	}

	/** Of the last thirty or so. */
	double refusedShare() {
		return this.refused / this.answers;
	}

	/** How long an answer takes; 0 if none came yet. */
	long usualNanos() {
		return (long) this.usual;
	}

	/** Begins to count anew what is carried. */
	void restart(long now) {
		this.acceptedSince = 0;
		this.since = now;
	}

	int acceptedSinceRestart() {
		return this.acceptedSince;
	}

	/** Calls a second since the restart, whatever was paused. */
	double carried(long now) {
		return this.acceptedSince / Math.max(1e-3, (now - this.since) / NANOS);
	}

	/** When the last of those that were accepted had been sent. */
	long lastAcceptedSentAt() {
		return this.last;
	}

	/**
	 * How many calls a second were sent and accepted in the second before a time.
	 * @param rate calls a second that were sent about then
	 */
	double perSecondBefore(long time, double rate) {
		double seconds = Math.max(1, LEAST_CALLS / rate);
		long oldest = time;
		int found = 0;
		for (int i = 0; i < Math.min(this.count, KEPT); i++) {
			if (this.sentAt[i] < time && this.sentAt[i] > time - (long) (seconds * NANOS)) {
				found++;
				oldest = Math.min(oldest, this.sentAt[i]);
			}
		}
		return found / ((found == KEPT) ? (time - oldest) / NANOS : seconds);
	}

}
