package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.Instant;

import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.partnercenter.Answer;

/**
 * How often and since when one call was put off: throttled, or not even sent. Where
 * others are let through meanwhile it asks ever more seldom, since each 429 makes all of
 * them pause.
 */
final class PutOff {

	/** So often a call must have been put off itself before it is given up. */
	private static final int LEAST_TRIES = 5;

	/** How many of the longest pauses patience holds. */
	private static final int PAUSES_IN_PATIENCE = 6;

	private final Duration patience;

	private final IntervalFunction backOff;

	private @Nullable Instant since;

	private Instant lastSentAt = Instant.MAX;

	private int unsent;

	private int throttled;

	private int tries;

	private Duration pause = Duration.ZERO;

	private String what = "";

	PutOff(Duration patience, IntervalFunction backOff) {
		this.patience = patience;
		this.backOff = backOff;
	}

	/** An outage is nobody's time. */
	void waited(Duration down) {
		this.since = (this.since != null) ? this.since.plus(down) : null;
	}

	Instant since(Instant now) {
		return (this.since != null) ? this.since : now;
	}

	/** When it was last put off; later than anything before. */
	Instant lastSentAt() {
		return this.lastSentAt;
	}

	/**
	 * Put off once more.
	 * @param othersPassed whether others were let through since the last time
	 */
	void again(PacedCalls.Timed timed, boolean othersPassed) {
		this.since = since(timed.sentAt());
		this.lastSentAt = timed.sentAt();
		this.tries++;
		if (timed.answer() instanceof Answer.NotSent notSent) {
			this.unsent++;
			this.what = notSent.what();
			this.pause = Duration.ofMillis(this.backOff.apply(Math.min(this.unsent, 10)));
		}
		else {
			this.throttled = othersPassed ? this.throttled + 1 : 0;
			this.what = "throttled again and again (429)";
			this.pause = shorter(retryAfter(timed.answer()).multipliedBy((1L << Math.min(this.throttled, 10)) - 1),
					this.patience.dividedBy(PAUSES_IN_PATIENCE));
		}
	}

	private static Duration retryAfter(Answer answer) {
		Duration asked = (answer instanceof Answer.Received received) ? received.retryAfter() : null;
		return (asked != null) ? asked : PacedCalls.DEFAULT_RETRY_AFTER;
	}

	/**
	 * Whether patience has ended; where others are let through, not before it was put off
	 * some times itself.
	 */
	boolean isOverdue(Instant now, boolean othersPassed) {
		return Duration.between(since(now), now).compareTo(this.patience) > 0
				&& (!othersPassed || this.tries >= LEAST_TRIES);
	}

	/** How long to wait of its own, beyond what everybody waits. */
	Duration pause() {
		return this.pause;
	}

	String what() {
		return this.what;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
