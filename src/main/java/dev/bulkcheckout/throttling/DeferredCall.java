package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * How often and since when one call was throttled or not even sent. A throttled one
 * always waits for its Retry-After; where others are let through meanwhile it asks ever
 * more seldom, as the refusals are then its own matter.
 */
final class DeferredCall {

	/** So often a call must have been deferred before it is given up. */
	private static final int LEAST_TRIES = 5;

	/** How many of the longest pauses patience holds. */
	private static final int PAUSES_IN_PATIENCE = 6;

	private static final int MOST_DOUBLINGS = 10;

	private final Duration patience;

	private final IntervalFunction backOff;

	private @Nullable Instant since;

	private Instant lastSentAt = Instant.MAX;

	private int unsent;

	private int throttled;

	private int tries;

	private Duration pause = Duration.ZERO;

	private String what = "";

	DeferredCall(Duration patience, IntervalFunction backOff) {
		this.patience = patience;
		this.backOff = backOff;
	}

	/** Time in which the API is down does not count. */
	void waited(Duration down) {
		this.since = (this.since != null) ? this.since.plus(down) : null;
	}

	Instant since(Instant now) {
		return (this.since != null) ? this.since : now;
	}

	/** When it was last sent and deferred; later than anything before. */
	Instant lastSentAt() {
		return this.lastSentAt;
	}

	/**
	 * Throttled once more.
	 * @param othersPassed whether others were let through since the last time
	 */
	void throttled(Instant sentAt, Duration retryAfter, boolean othersPassed) {
		again(sentAt, "throttled again and again (429)");
		this.throttled = othersPassed ? this.throttled + 1 : 0;
		Duration longest = this.patience.dividedBy(PAUSES_IN_PATIENCE);
		Duration doubled = retryAfter.multipliedBy(Math.max(1, (1L << Math.min(this.throttled, MOST_DOUBLINGS)) - 1));
		this.pause = Collections.max(List.of(retryAfter, Collections.min(List.of(doubled, longest))));
	}

	/**
	 * Not sent once more.
	 */
	void notSent(Instant sentAt, String failure) {
		again(sentAt, failure);
		this.unsent++;
		this.pause = Duration.ofMillis(this.backOff.apply(Math.min(this.unsent, MOST_DOUBLINGS)));
	}

	private void again(Instant sentAt, String failure) {
		this.since = since(sentAt);
		this.lastSentAt = sentAt;
		this.tries++;
		this.what = failure;
	}

	/**
	 * Whether patience has ended; where others are let through, not before it was
	 * deferred some times itself.
	 */
	boolean isOverdue(Instant now, boolean othersPassed) {
		return Duration.between(since(now), now).compareTo(this.patience) > 0
				&& (!othersPassed || this.tries >= LEAST_TRIES);
	}

	/** How long to wait before it is sent again. */
	Duration pause() {
		return this.pause;
	}

	String what() {
		return this.what;
	}

}
