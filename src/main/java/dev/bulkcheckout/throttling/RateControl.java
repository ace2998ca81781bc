package dev.bulkcheckout.throttling;

import dev.bulkcheckout.throttling.LimitEstimate.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * When the next call may be sent, learned from which calls were refused. Times are
 * nanoseconds of any one clock; no threads, no waiting. Not safe for use by many threads.
 * <p>
 * Doubles the rate until the first refusal, then follows the {@link RateCurve} of what
 * the {@link LimitEstimate} makes of each refusal. Source: "Partner Center API throttling
 * guidance" (read 2026-11): wait for Retry-After, then come back slowly; refused calls
 * count against the quota too.
 */
final class RateControl {

	private static final double NANOS = 1e9;

	private static final double FIRST_RATE = 16;

	private static final double DOUBLING_SECONDS = 0.45;

	private static final double STEP_SECONDS = 0.05;

	private static final int STEP_CALLS = 4;

	/** Below this share of what the rate allows, it is not the rate that holds back. */
	private static final double USED_SHARE = 0.8;

	private final double highest;

	private final Spacing spacing;

	private final LimitEstimate estimate;

	private double rate;

	private @Nullable RateCurve curve;

	private double curveSeconds;

	private long stepStart;

	private int stepSent;

	private @Nullable Refusal refusal;

	private long lastRefusal;

	private long pausedUntil;

	/**
	 * Starts slowly.
	 * @param highest calls a second that are never exceeded, possibly infinite
	 */
	RateControl(double highest, long now) {
		this.highest = highest;
		this.rate = Math.min(highest, FIRST_RATE);
		this.spacing = new Spacing(this.rate, now);
		this.estimate = new LimitEstimate(now / NANOS);
		this.stepStart = now;
		this.lastRefusal = now - 1;
		this.pausedUntil = now;
	}

	/** The first time, now or later, at which a call may be sent. */
	long nextAt(long now) {
		advance(now);
		return (now < this.pausedUntil) ? this.pausedUntil : this.spacing.nextAt(now);
	}

	void sent(long now) {
		this.spacing.take(now);
		this.stepSent++;
	}

	/** The API has answered and did not refuse for the pace. */
	void accepted(long sentAt) {
		this.estimate.accepted(sentAt);
	}

	/** The API has refused with 429: nothing is sent for so long. */
	void refused(long now, long sentAt, long pause) {
		advance(now);
		if (this.refusal != null) {
			this.refusal = new Refusal(this.refusal.noticedAt(), Math.min(this.refusal.firstSentAt(), sentAt));
		}
		else if (sentAt > this.lastRefusal) {
			this.refusal = new Refusal(now, sentAt);
		}
		// else: a straggler of a refusal that was learned from; its pause counts
		this.pausedUntil = Math.max(this.pausedUntil, now + pause);
	}

	double rate() {
		return this.rate;
	}

	/** When sending goes on; now or earlier if it does. */
	long pausedUntil() {
		return this.pausedUntil;
	}

	private void advance(long now) {
		if (now < this.pausedUntil) {
			return;
		}
		if (this.refusal != null) {
			resume(this.refusal, now);
		}
		double seconds = (now - this.stepStart) / NANOS;
		double step = Math.max(STEP_SECONDS, STEP_CALLS / this.rate);
		if (seconds < step) {
			return;
		}
		boolean used = this.stepSent >= (USED_SHARE * this.rate * seconds) - 1;
		double sentRate = this.stepSent / seconds;
		endStep(now);
		if (used) {
			grow(Math.min(seconds, 2 * step), sentRate);
			this.spacing.rate(this.rate, now);
		}
	}

	private void grow(double seconds, double sentRate) {
		double next;
		if (this.curve == null) {
			// a rate that is never reached says nothing, and would be hit all at once
			// later
			double reached = Math.max(FIRST_RATE, 2 * sentRate);
			next = Math.max(this.rate, Math.min(reached, this.rate * Math.pow(2, seconds / DOUBLING_SECONDS)));
		}
		else {
			this.curveSeconds += seconds;
			next = Math.max(LimitEstimate.LEAST, this.curve.at(this.curveSeconds));
		}
		this.rate = Math.min(this.highest, next);
	}

	private void resume(Refusal refused, long now) {
		if (refused.noticedAt() > this.stepStart) {
			endStep(refused.noticedAt());
		}
		this.curve = this.estimate.learn(refused, this.rate, this.pausedUntil / NANOS);
		this.curveSeconds = 0;
		this.rate = Math.min(this.highest, Math.max(LimitEstimate.LEAST, this.curve.at(0)));
		this.lastRefusal = refused.noticedAt();
		this.refusal = null;
		this.stepStart = now;
		this.stepSent = 0;
		this.spacing.restart(now);
		this.spacing.rate(this.rate, now);
	}

	private void endStep(long now) {
		this.estimate.sent(this.stepStart / NANOS, now / NANOS, this.stepSent);
		this.stepStart = now;
		this.stepSent = 0;
	}

}
