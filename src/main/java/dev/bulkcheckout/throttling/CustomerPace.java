package dev.bulkcheckout.throttling;

import org.jspecify.annotations.Nullable;

/**
 * A customer that was refused lately: how long it waits, and its own limit once it is
 * seen to have one. Times in nanoseconds. Not safe for use by many threads.
 */
final class CustomerPace {

	private static final double NANOS = 1e9;

	private static final double REMEMBERED_SECONDS = 10;

	private static final double LIMIT_REMEMBERED_SECONDS = 60;

	/** What was carried between refusals is less than the limit, pauses included. */
	private static final double MORE = 1.2;

	private final long since;

	private @Nullable RateControl limit;

	private long heldUntil;

	private long refusedAt;

	private int accepted;

	CustomerPace(long now) {
		this.since = now;
		this.heldUntil = now;
		this.refusedAt = Long.MAX_VALUE;
	}

	long nextAt(long now) {
		long next = (this.limit != null) ? this.limit.nextAt(now) : now;
		return Math.max(next, this.heldUntil);
	}

	void hold(long until) {
		this.heldUntil = Math.max(this.heldUntil, until);
	}

	void sent(long now) {
		if (this.limit != null) {
			this.limit.sent(now);
		}
	}

	void accepted(long sentAt, long now) {
		this.accepted++;
		if (this.limit != null) {
			this.limit.accepted(sentAt, now);
		}
	}

	/**
	 * Refused once more.
	 * @param others whether others were accepted since the last time
	 * @param known what another customer's limit is, or NaN
	 * @return whether that is the customer's own matter
	 */
	boolean refused(long sentAt, long now, long pause, boolean others, double known) {
		boolean again = sentAt > this.refusedAt;
		hold(now + pause);
		if (this.limit != null) {
			this.limit.refused(sentAt, now, pause);
		}
		else if (again && others && this.accepted > 0) {
			double seconds = (now - this.since) / NANOS;
			this.limit = Double.isNaN(known) ? RateControl.above(MORE * this.accepted / seconds, now)
					: RateControl.at(known, now);
		}
		this.refusedAt = (again || this.refusedAt == Long.MAX_VALUE) ? now : this.refusedAt;
		return this.limit != null;
	}

	/** When the last refusal that was sent after another one was read. */
	long refusedAt() {
		return this.refusedAt;
	}

	boolean hasLimit() {
		return this.limit != null;
	}

	double limit(double before) {
		return (this.limit != null && this.limit.isLimitKnown()) ? this.limit.rate() : before;
	}

	boolean isForgotten(long now) {
		return now > Math.max(this.heldUntil, (this.refusedAt != Long.MAX_VALUE) ? this.refusedAt : this.since)
				+ (long) (((this.limit != null) ? LIMIT_REMEMBERED_SECONDS : REMEMBERED_SECONDS) * NANOS);
	}

}
