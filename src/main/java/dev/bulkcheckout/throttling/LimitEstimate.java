package dev.bulkcheckout.throttling;

/**
 * What follows from refusals for the rate. Not safe for use by many threads.
 */
final class LimitEstimate {

	/** Never slower than this: one call a minute. */
	static final double LEAST = 1 / 60.0;

	/** Where nothing is accepted, nothing is known, and it is not slower than this. */
	private static final double LEAST_GUESS = 0.5;

	/** An API that asks for more than this counts per window. */
	private static final double LONG_PAUSE_SECONDS = 5;

	/** In the rest of a share that is refused at any rate. */
	private static final double CAUTION = 0.7;

	private final RecentAnswers answers;

	LimitEstimate(RecentAnswers answers) {
		this.answers = answers;
	}

	/**
	 * A few refused among accepted ones: the limit is just below the rate.
	 * @param sporadic the share that is refused at any rate
	 * @param few so many refused calls are few
	 */
	RateCurve afterLone(RefusalEpisode over, double rate, double sporadic, double few, long now) {
		double lowered;
		if (over.isEarly()) {
			lowered = this.answers.refusedShare() - (1.0 / RecentAnswers.RECENT);
		}
		else if (sporadic > 0) {
			lowered = CAUTION * over.refused() / (over.refused() + this.answers.acceptedSinceRestart());
		}
		else {
			lowered = 1 - (middle(over, rate, now) / rate);
		}
		double limit = rate * (1 - Math.clamp(lowered, RateCurve.SMALL_STEP, RateCurve.WIDE_STEP));
		return curve(limit, RateCurve.SMALL_STEP, over.stoppedSeconds(few, now));
	}

	/**
	 * Many refused together: the limit lies between what was carried and what was tried.
	 * @param first whether nothing was known of the limit
	 * @param few so many refused calls are few
	 */
	RateCurve between(RefusalEpisode over, double rate, boolean first, double few, long now) {
		double stopped = over.stoppedSeconds(few, now);
		if (!over.isEarly() && stopped > LONG_PAUSE_SECONDS) {
			return curve(this.answers.carried(now), RateCurve.SMALL_STEP, stopped);
		}
		double limit = Math.clamp(middle(over, rate, now), rate / 4, rate * (1 - RateCurve.SMALL_STEP));
		if (this.answers.acceptedSinceRestart() == 0 && limit < LEAST_GUESS) {
			return curve(Math.min(rate, LEAST_GUESS), RateCurve.WIDE_STEP, stopped);
		}
		double step = Math.clamp((1 - (limit / rate)) / 3, RateCurve.SMALL_STEP, RateCurve.WIDE_STEP);
		return curve(limit, first ? RateCurve.WIDE_STEP : step, stopped);
	}

	/** The geometric middle of what was carried and of what was tried. */
	private double middle(RefusalEpisode over, double rate, long now) {
		double tried = Math.min(rate, this.answers.perSecondBefore(over.firstSentAt(), rate));
		double share = over.isEarly() ? rate * over.acceptedShare() : 0;
		return Math.sqrt(tried * Math.min(tried, Math.max(this.answers.carried(now), share)));
	}

	private static RateCurve curve(double limit, double step, double stoppedSeconds) {
		return new RateCurve(Math.max(LEAST, limit), step, stoppedSeconds);
	}

}
