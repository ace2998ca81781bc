package dev.bulkcheckout.throttling;

/**
 * When the last calls that were accepted had been sent. Not safe for use by many threads.
 */
final class AcceptedCalls {

	private static final double NANOS = 1e9;

	private static final int KEPT = 1024;

	/** Below 4 calls a second a longer time is looked at. */
	private static final int LEAST_CALLS = 4;

	private final long[] sentAt = new long[KEPT];

	private int count;

	private long last = Long.MIN_VALUE;

	void add(long sent) {
		this.last = Math.max(this.last, sent);
		this.sentAt[this.count++ % KEPT] = sent;
		this.count = (this.count == 2 * KEPT) ? KEPT : this.count;
	}

	/** When the last of them had been sent. */
	long lastSentAt() {
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
