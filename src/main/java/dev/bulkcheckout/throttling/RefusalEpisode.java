package dev.bulkcheckout.throttling;

/**
 * Refusals that belong together: from the first that is read until it is clear whether
 * sending may go on. Times in nanoseconds. Not safe for use by many threads.
 * <p>
 * Everybody stops for the Retry-After. A call that was sent after the last refused one
 * and is accepted shows that the API takes calls again: then sending goes on, at once if
 * few were refused, else when those that were in flight are answered.
 */
final class RefusalEpisode {

	/** Calls in flight are answered after about as long as the refused one took. */
	private static final double ANSWERED_AFTER = 1.2;

	private final long noticedAt;

	private final long answeredAt;

	private final long firstSentAt;

	private long lastSentAt;

	private long pausedUntil;

	private int refused;

	private int answered;

	private boolean acceptedAgain;

	private boolean early;

	RefusalEpisode(long sentAt, long now) {
		this.noticedAt = now;
		this.answeredAt = now + (long) (ANSWERED_AFTER * (now - sentAt));
		this.firstSentAt = sentAt;
		this.lastSentAt = sentAt;
		this.pausedUntil = now;
	}

	void refused(long sentAt, long until) {
		if (sentAt > this.lastSentAt) {
			this.acceptedAgain = false;
			this.lastSentAt = sentAt;
		}
		this.refused++;
		this.answered++;
		this.pausedUntil = Math.max(this.pausedUntil, until);
	}

	void accepted(long sentAt) {
		this.answered += (sentAt >= this.firstSentAt) ? 1 : 0;
		this.acceptedAgain |= sentAt > this.lastSentAt;
	}

	/**
	 * When sending goes on by what is known now.
	 * @param few so many refused calls are few
	 */
	long goesOnAt(double few) {
		if (!this.acceptedAgain) {
			return this.pausedUntil;
		}
		return Math.min(this.pausedUntil, (this.refused <= few) ? this.noticedAt : this.answeredAt);
	}

	/** Whether all has been heard that is to be heard of it. */
	boolean isOver(double few, long now) {
		this.early = this.acceptedAgain && this.answeredAt < this.pausedUntil;
		return now >= this.pausedUntil || (this.early && now >= Math.max(this.answeredAt, goesOnAt(few)));
	}

	/** Whether an accepted call ended the pause, and not the clock. */
	boolean isEarly() {
		return this.early;
	}

	/** For how long nothing was sent. */
	double stoppedSeconds(double few, long now) {
		boolean atOnce = this.early && goesOnAt(few) <= this.noticedAt;
		return atOnce ? 0 : Math.max(0, now - this.noticedAt) / 1e9;
	}

	long firstSentAt() {
		return this.firstSentAt;
	}

	int refused() {
		return this.refused;
	}

	/** Answers to calls sent from the first refused one on. */
	int answered() {
		return this.answered;
	}

	double acceptedShare() {
		return (double) (this.answered - this.refused) / this.answered;
	}

}
