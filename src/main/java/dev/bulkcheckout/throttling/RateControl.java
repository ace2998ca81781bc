package dev.bulkcheckout.throttling;

import org.jspecify.annotations.Nullable;

/**
 * When the next call may be sent, learned from which calls were refused. Times are
 * nanoseconds of any one clock; no threads, no waiting. Not safe for use by many threads.
 * <p>
 * Doubles the rate until calls are refused; then keeps it just where about one call in a
 * hundred is refused, whatever the API counts and how. A lone refusal among accepted
 * calls lowers the rate by as much as is refused, one percent mostly. If many are refused
 * together the limit lies between what was carried, pause included, and what was tried:
 * the rate is set to the (geometric) middle, and further steps are as large as that one
 * was. In between it grows, see {@link RateCurve}. Source of the pauses: "Partner Center
 * API throttling guidance" (read 2026-11).
 */
final class RateControl {

	static final double FIRST_RATE = 16;

	private static final double DOUBLING_SECONDS = 0.5;

	private static final double TEST_SHARE = 0.7;

	/** From this share of the rate on, the rate is what holds sending back. */
	private static final double USED = 0.8;

	/** Below, a test would take too long to tell anything. */
	private static final double LEAST_TO_TEST = 12;

	private static final double LOWERED_A_GOOD_DEAL = 0.75;

	/** So many calls are refused together now and then if a few in a hundred are. */
	private static final int BY_CHANCE = 4;

	private double highest;

	private final Spacing spacing;

	private final RecentAnswers answers;

	private final LimitEstimate estimate;

	private final RateUse use;

	private final SporadicRefusals sporadic = new SporadicRefusals();

	private double rate;

	private @Nullable RateCurve curve;

	private double steps;

	private @Nullable RefusalEpisode episode;

	private boolean paused;

	private long decidedAt;

	private double highestLately;

	private double rateBeforeTest;

	private double refusedAt;

	private Met met = new Met(0, 0, false);

	/**
	 * Starts slowly and doubles.
	 * @param highest calls a second that are never exceeded, possibly infinite
	 */
	RateControl(double highest, long now) {
		this.highest = highest;
		this.rate = Math.min(highest, FIRST_RATE);
		this.spacing = new Spacing(this.rate, now);
		this.answers = new RecentAnswers(now);
		this.estimate = new LimitEstimate(this.answers);
		this.use = new RateUse(now, FIRST_RATE);
		this.decidedAt = now - 1;
	}

	/**
	 * Starts at a limit that is about known.
	 */
	static RateControl at(double rate, long now) {
		return at(rate, 3 * RateCurve.SMALL_STEP, now);
	}

	/**
	 * Starts where the limit is only guessed, and is found soon.
	 */
	static RateControl above(double rate, long now) {
		return at(rate, RateCurve.WIDE_STEP, now);
	}

	private static RateControl at(double rate, double step, long now) {
		RateControl control = new RateControl(Double.POSITIVE_INFINITY, now);
		control.follow(new RateCurve(Math.max(LimitEstimate.LEAST, rate), step, 0), now);
		return control;
	}

	/** Another rate is never exceeded from now on; what was learned stays. */
	void highest(double callsPerSecond, long now) {
		this.highest = Math.max(LimitEstimate.LEAST, callsPerSecond);
		rate(this.rate, now);
	}

	/** The first time, now or later, at which a call may be sent. */
	long nextAt(long now) {
		advance(now);
		RefusalEpisode open = this.episode;
		return (open != null && this.paused) ? Math.max(now, open.goesOnAt(few(open))) : this.spacing.nextAt(now);
	}

	void sent(long now) {
		this.spacing.take(now);
		this.use.sent();
	}

	/** The API has answered and did not refuse for the pace. */
	void accepted(long sentAt, long now) {
		this.answers.accepted(sentAt, now);
		this.sporadic.accepted(sentAt, this.curve == null && USED * this.rate < this.use.sentPerSecond());
		if (this.episode != null) {
			this.episode.accepted(sentAt);
		}
		advance(now);
	}

	/**
	 * The API has refused with 429: nothing is sent for so long, or until it is clear.
	 */
	void refused(long sentAt, long now, long pause) {
		advance(now);
		this.sporadic.refused(sentAt);
		if (this.episode == null && sentAt <= this.decidedAt) {
			// a straggler of refusals that were learned from
			return;
		}
		if (this.episode == null) {
			this.episode = new RefusalEpisode(sentAt, now, this.answers.usualNanos(),
					Math.min(this.rate, 2 * this.use.sentPerSecond()), this.curve != null);
		}
		this.answers.refused();
		this.sporadic.count();
		this.episode.refused(sentAt, now + pause);
		advance(now);
	}

	double rate() {
		return this.rate;
	}

	long lastAcceptedSentAt() {
		return this.answers.lastAcceptedSentAt();
	}

	/** When sending goes on by what is known; now or earlier if it does. */
	long pausedUntil(long now) {
		return (this.episode != null && this.paused) ? this.episode.goesOnAt(few(this.episode)) : now;
	}

	/** Why the rate is what it is, for people. */
	String reason() {
		String sporadically = (this.sporadic.share() > 0)
				? "; %.0f %% are refused at any rate".formatted(100 * this.sporadic.share()) : "";
		if (this.sporadic.isTesting()) {
			return "slower for some seconds, to see whether refusals are the pace's fault" + sporadically;
		}
		if (this.rate >= this.highest) {
			return "held at %s/s, the rate that was set".formatted(inWords(this.highest)) + sporadically;
		}
		if (this.curve == null) {
			return "looking for the limit: %s/s and growing, none was met yet".formatted(inWords(this.rate))
					+ sporadically;
		}
		return "held at %s/s: the API refused at %s/s".formatted(inWords(this.rate), inWords(this.refusedAt))
				+ sporadically;
	}

	boolean isLimitKnown() {
		return this.curve != null && this.curve.step() <= RateCurve.SMALL_STEP;
	}

	private static String inWords(double callsPerSecond) {
		return (callsPerSecond < 10) ? "%.1f".formatted(callsPerSecond) : "%.0f".formatted(callsPerSecond);
	}

	private void advance(long now) {
		RefusalEpisode open = this.episode;
		if (open != null) {
			boolean held = this.paused;
			this.paused = open.holds(few(open), now);
			if (held && !this.paused) {
				this.spacing.restart(now);
				this.use.restart(now);
			}
			if (open.isOver(few(open), now)) {
				this.episode = null;
				this.paused = false;
				decide(open, now);
				this.decidedAt = (this.curve != null) ? now : this.decidedAt;
			}
		}
		if (this.sporadic.isTesting()) {
			endTest(now);
		}
		if (!this.paused) {
			grow(now);
		}
	}

	/** So many refused calls may be lone ones. */
	private double few(RefusalEpisode open) {
		boolean careful = this.curve != null && this.sporadic.share() == 0;
		return careful ? 1 + (0.15 * open.answered())
				: Math.max(3 + (25 * this.sporadic.share()), open.answered() * (0.25 + this.sporadic.share()));
	}

	private void decide(RefusalEpisode over, long now) {
		if (this.sporadic.isTesting()) {
			return;
		}
		boolean toldByOthers = over.isEarly() || over.answered() <= 2;
		if (!this.answers.areMostlyRefused() && toldByOthers && over.refused() <= few(over)) {
			lone(over, now);
			return;
		}
		this.sporadic.notLone(over.allRefused());
		if (over.refused() > BY_CHANCE) {
			this.highestLately = 0;
		}
		learned(this.estimate.between(over, this.rate, this.curve == null, few(over), now), now);
	}

	private void lone(RefusalEpisode over, long now) {
		if (this.sporadic.isStale(now)) {
			test(now);
			return;
		}
		if (this.sporadic.pay(over.allRefused())) {
			return;
		}
		boolean urgent = this.curve == null || this.rate <= LOWERED_A_GOOD_DEAL * this.highestLately;
		if (this.sporadic.isTestDue(this.rate, urgent, now) && (this.curve == null || this.rate >= LEAST_TO_TEST)) {
			test(now);
			return;
		}
		if (this.curve == null) {
			if (this.rate < LEAST_TO_TEST) {
				learned(this.estimate.between(over, this.rate, true, few(over), now), now);
			}
			return;
		}
		learned(this.estimate.afterLone(over, this.rate, this.sporadic.share(), few(over), now), now);
	}

	private void learned(RateCurve next, long now) {
		this.refusedAt = this.rate;
		follow(next, now);
	}

	private void follow(RateCurve next, long now) {
		if (this.curve == null) {
			this.sporadic.found();
			this.met = this.met.again(this.refusedAt, now);
		}
		this.curve = next;
		this.steps = 0;
		this.answers.restart(now);
		this.decidedAt = now;
		this.use.restart(now);
		rate(next.base(), now);
	}

	private void test(long now) {
		this.sporadic.test(now);
		this.decidedAt = now;
		this.rateBeforeTest = this.rate;
		rate(Math.min(this.rate, this.use.sentPerSecond()) * TEST_SHARE, now);
	}

	private void endTest(long now) {
		switch (this.sporadic.finding(now)) {
			case NONE_YET -> {
			}
			case SPORADIC -> {
				rate(this.rateBeforeTest, now);
				this.highestLately = this.rateBeforeTest;
				if (this.met.isDoubtful(now)) {
					// those refusals were not the pace's fault, then: look on
					this.curve = null;
				}
			}
			case TOO_FAST -> endTest(0.9 * this.rateBeforeTest, now);
			case STILL_TOO_FAST -> endTest(0.8 * this.rate, now);
		}
	}

	private void endTest(double limit, long now) {
		this.refusedAt = this.rateBeforeTest;
		follow(new RateCurve(Math.max(LimitEstimate.LEAST, limit), 5 * RateCurve.SMALL_STEP, 0), now);
		this.highestLately = limit;
	}

	private void grow(long now) {
		if (this.episode != null) {
			// the time counts afterwards if nothing was learned
			return;
		}
		double time = this.use.usedSeconds(this.rate, now);
		if (time == 0 || this.sporadic.isTesting()) {
			return;
		}
		if (this.curve == null) {
			// a rate that is never reached says nothing, and would be hit all at once
			// later
			double reached = Math.max(FIRST_RATE, 2 * this.use.sentPerSecond());
			rate(Math.max(this.rate, Math.min(reached, this.rate * Math.pow(2, time / DOUBLING_SECONDS))), now);
			this.sporadic.searchedAt(this.rate);
		}
		else {
			this.steps += time / this.curve.stepSeconds(this.rate);
			rate(this.curve.at(this.steps), now);
		}
		this.highestLately = Math.max(this.highestLately, this.rate);
	}

	private void rate(double callsPerSecond, long now) {
		this.rate = Math.clamp(callsPerSecond, LimitEstimate.LEAST, this.highest);
		this.spacing.rate(this.rate, now);
	}

	/**
	 * A limit that the doubling rate ran into. What looks like one can be a few refusals
	 * that came together by chance: it is believed when it is met twice, or has held for
	 * some time.
	 */
	private record Met(double rate, long at, boolean twice) {

		private static final double THE_SAME = 1.5;

		private static final double BELIEVED_AFTER_SECONDS = 30;

		Met again(double metAt, long now) {
			return new Met(metAt, now, metAt <= THE_SAME * this.rate);
		}

		boolean isDoubtful(long now) {
			return !this.twice && (now - this.at) / 1e9 < BELIEVED_AFTER_SECONDS;
		}

	}

}
