package dev.bulkcheckout.throttling;

import org.jspecify.annotations.Nullable;

/**
 * Learns from each refusal what the API accepts, as if it were a token bucket of unknown
 * rate and size. Times in seconds. Not safe for use by many threads.
 * <p>
 * Three things are known at the end of the pause that follows a refusal. What was
 * accepted since the last pause, over all that time, is a lower bound (and, for long
 * pauses, the truth: so many calls per window). What was accepted of the calls that were
 * in flight with the first refused one came through an empty bucket, that is at the rate
 * looked for, but they are few. And from the second refusal on the bucket's size is known
 * from the first, which leaves the rate as the only unknown of what was sent since.
 */
final class LimitEstimate {

	/** Never slower than this: one call a minute. */
	static final double LEAST = 1 / 60.0;

	/** Without better knowledge short pauses do not push the rate below this. */
	private static final double LEAST_GUESS = 0.5;

	private static final int FEW = 4;

	private static final double LONG_PAUSE = 5;

	private static final double AGREEMENT = 0.08;

	private static final double DISAGREEMENT = 0.25;

	/** A bucket's last tokens go to late and early arrivals. */
	private static final double SPENT_SHARE = 0.7;

	private static final double KEPT_SECONDS = 0.1;

	private final SentProfile profile = new SentProfile();

	private final long[] acceptedSentAt = new long[4096];

	private int acceptedIndex;

	private long accepted;

	private double since;

	private double bucket = Double.NaN;

	private double lastPause;

	private @Nullable RateCurve last;

	LimitEstimate(double now) {
		this.since = now;
	}

	void sent(double from, double to, int count) {
		this.profile.add(from, to, count);
	}

	void accepted(long sentAt) {
		this.accepted++;
		this.acceptedSentAt[this.acceptedIndex++ & (this.acceptedSentAt.length - 1)] = sentAt;
	}

	/**
	 * What follows from a refusal and the pause after it.
	 * @param rate calls a second when it came
	 */
	RateCurve learn(Refusal refusal, double rate, double resumedAt) {
		double pause = resumedAt - seconds(refusal.noticedAt());
		double busy = Math.max(1e-3, seconds(refusal.noticedAt()) - this.since);
		double least = this.accepted / (busy + pause);
		double most = Math.max(rate, least);
		boolean window = pause > LONG_PAUSE && busy < 2 * pause;
		int few = window ? 0 : acceptedTogetherWith(refusal);
		double weight = few / (few + 2.0);
		double together = few / Math.max(1e-3, seconds(refusal.noticedAt()) - seconds(refusal.firstSentAt()));
		double guess = least + (weight * Math.max(0, Math.min(most, together) - least));
		double firstSentAt = seconds(refusal.firstSentAt());
		if (!window && !Double.isNaN(this.bucket)) {
			double share = weight / (1 + busy);
			guess = (share * guess) + ((1 - share) * solve(least, most, firstSentAt));
		}
		double limit = Math.max(guess, floor(rate, pause, least));
		int trust = trust(limit, busy);
		this.bucket = this.profile.excess(limit, firstSentAt);
		this.lastPause = pause;
		RateCurve curve = new RateCurve(limit, trust, saved(limit), pause);
		this.last = curve;
		this.profile.clear();
		this.accepted = 0;
		this.since = resumedAt;
		return curve;
	}

	private int acceptedTogetherWith(Refusal refusal) {
		int count = 0;
		for (int i = 0; i < Math.min(this.acceptedIndex, this.acceptedSentAt.length); i++) {
			long sentAt = this.acceptedSentAt[i];
			if (sentAt >= refusal.firstSentAt() && sentAt <= refusal.noticedAt()) {
				count++;
			}
		}
		return count;
	}

	/** The rate at which the known bucket would have run dry just when it did. */
	private double solve(double least, double most, double firstSentAt) {
		double low = least;
		double high = most;
		for (int i = 0; i < 40; i++) {
			double middle = (low + high) / 2;
			double held = Math.min(this.bucket, middle * this.lastPause);
			if (this.profile.excess(middle, firstSentAt) > held) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return (low + high) / 2;
	}

	/** One refusal at most halves the rate, unless a long pause measured it. */
	private double floor(double rate, double pause, double least) {
		double before = (this.last != null) ? this.last.limit() : rate;
		if (pause >= LONG_PAUSE) {
			return Math.max(LEAST, (this.accepted < FEW) ? Math.min(before, rate) / 2 : least);
		}
		boolean guessing = this.last != null || this.accepted < FEW;
		double lowest = (this.accepted == 0) ? Math.min(before, LEAST_GUESS) : LEAST;
		return guessing ? Math.max(lowest, before / 2) : Math.max(LEAST, least);
	}

	private int trust(double limit, double busy) {
		if (this.last == null || busy < 3) {
			return 0;
		}
		double change = Math.abs((limit / this.last.limit()) - 1);
		if (change < AGREEMENT) {
			return Math.clamp(this.last.trust() + 1, 2, RateCurve.MOST_TRUST);
		}
		return (change < DISAGREEMENT) ? 1 : 0;
	}

	/** After a long pause nothing is saved: such limits count calls per window. */
	private double saved(double limit) {
		if (this.lastPause > LONG_PAUSE) {
			return 0;
		}
		double held = Math.min(this.bucket, limit * this.lastPause);
		return Math.max(0, (held * SPENT_SHARE) - (limit * KEPT_SECONDS));
	}

	private static double seconds(long nanos) {
		return nanos / 1e9;
	}

	/**
	 * One or many calls refused together.
	 *
	 * @param noticedAt when the first 429 was read, in nanoseconds
	 * @param firstSentAt when the earliest of the refused calls had been sent, in
	 * nanoseconds
	 */
	record Refusal(long noticedAt, long firstSentAt) {
	}

}
