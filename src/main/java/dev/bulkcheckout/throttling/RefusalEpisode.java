package dev.bulkcheckout.throttling;

/**
 * Refusals that belong together: from the first that is read until it is clear whether
 * sending may go on. Times in nanoseconds. Not safe for use by many threads.
 * <p>
 * Everybody stops for the Retry-After, once more than a few calls are refused or an
 * answer's usual time has passed. A call that was sent after the last refused one and is
 * accepted shows that the API takes calls again: then sending goes on, at once if few
 * were refused, else when those that were in flight are answered. (A gateway refuses at
 * once what takes the API longer to answer. Without that time no call would be under way
 * that could tell.)
 */
final class RefusalEpisode {

	/** Calls in flight are answered after about as long as the refused one took. */
	private static final double ANSWERED_AFTER = 1.2;

	/**
	 * One more than so few refused calls do not stop the others for so many times a usual
	 * answer.
	 */
	private static final int LEAST_TO_STOP = 2;

	private static final double SHARE_TO_STOP = 0.2;

	private static final double OTHERS_FOR = 1.5;

	/**
	 * At a rate about the limit, a window of the API is full only shortly before the next
	 * one begins, and waiting for that costs less than a Retry-After of whole seconds.
	 */
	private static final double END_OF_WINDOW_SECONDS = 0.08;

	private final long noticedAt;

	/**
	 * Calls sent until then are counted: as refusals come sooner, later ones would be too
	 * many.
	 */
	private final long countedUntil;

	private final long answeredAt;

	private final long othersUntil;

	private final long windowEndsUntil;

	private final double toStop;

	private final double toStopInARow;

	private final long firstSentAt;

	private long lastSentAt;

	private long pausedUntil;

	private int seen;

	private int refused;

	private int answered;

	private boolean acceptedAgain;

	private boolean early;

	/**
	 * Begins.
	 * @param usual how long an answer takes, as a refusal may come sooner; 0 if none came
	 * yet
	 * @param rate calls a second that are being sent
	 * @param limitWasMet whether that rate is one about the limit
	 */
	RefusalEpisode(long sentAt, long now, long usual, double rate, boolean limitWasMet) {
		double windowEnd = limitWasMet ? END_OF_WINDOW_SECONDS * 1e9 : 0;
		this.toStop = 1 + Math.max(LEAST_TO_STOP, SHARE_TO_STOP * rate * usual / 1e9);
		this.toStopInARow = Math.max(this.toStop, 1 + (rate * windowEnd / 1e9));
		this.noticedAt = now;
		this.countedUntil = Math.max(now, sentAt + usual);
		this.answeredAt = this.countedUntil + (long) (ANSWERED_AFTER * Math.max(usual, now - sentAt));
		this.othersUntil = now + (long) (OTHERS_FOR * usual);
		this.windowEndsUntil = Math.max(this.othersUntil, now + (long) (usual + windowEnd));
		this.firstSentAt = sentAt;
		this.lastSentAt = sentAt;
		this.pausedUntil = now;
	}

	void refused(long sentAt, long until) {
		this.seen++;
		this.pausedUntil = Math.max(this.pausedUntil, until);
		if (sentAt > this.countedUntil) {
			return;
		}
		if (sentAt > this.lastSentAt) {
			this.acceptedAgain = false;
			this.lastSentAt = sentAt;
		}
		this.refused++;
		this.answered++;
	}

	void accepted(long sentAt) {
		this.answered += (sentAt >= this.firstSentAt && sentAt <= this.countedUntil) ? 1 : 0;
		this.acceptedAgain |= sentAt > this.lastSentAt;
	}

	/**
	 * Whether nothing is to be sent.
	 * @param few so many refused calls are few
	 */
	boolean holds(double few, long now) {
		return !othersMayTell(now) && now < goesOnAt(few);
	}

	private boolean othersMayTell(long now) {
		if (this.acceptedAgain) {
			return false;
		}
		boolean inARow = this.answered == this.refused;
		return inARow ? this.seen <= this.toStopInARow && now < this.windowEndsUntil
				: this.seen <= this.toStop && now < this.othersUntil;
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

	/** Of the calls that are counted. */
	int refused() {
		return this.refused;
	}

	/** Whenever they were sent. */
	int allRefused() {
		return this.seen;
	}

	/** Answers to calls sent from the first refused one on. */
	int answered() {
		return this.answered;
	}

	double acceptedShare() {
		return (double) (this.answered - this.refused) / this.answered;
	}

}
