package dev.bulkcheckout.throttling;

/**
 * Refusals that the rate does not explain: which share of calls is refused however slowly
 * one asks. Not safe for use by many threads.
 * <p>
 * Lone refusals are free of consequences while there is credit for them; each accepted
 * call earns a little, and the more the higher the known share. When more come, a test
 * tells: for some time the rate is lower, and if refusals go on, they are not the rate's
 * fault.
 */
final class SporadicRefusals {

	private static final double NANOS = 1e9;

	private static final double EARNED = 0.002;

	private static final double EARNED_OF_SHARE = 1.5;

	private static final double CREDIT = 4;

	private static final double CREDIT_OF_SHARE = 200;

	/** While nothing is known a share like this one is not taken for a limit. */
	private static final double SHARE_AT_FIRST = 0.05;

	private static final int FEWEST_OVERLOOKED = 2;

	private static final int REMEMBERED = 300;

	private static final double MOST_SHARE = 0.1;

	private static final int LEAST_ANSWERS = 40;

	private static final int ENOUGH_REFUSALS = 4;

	private static final double SETTLING_SECONDS = 0.8;

	/** Refusals come sooner than answers, and would be too many among the first. */
	private static final double LEAST_TEST_SECONDS = 0.5;

	private static final double TEST_SECONDS = 5;

	private static final double SHORTEST_BETWEEN = 10;

	private static final double LONGEST_BETWEEN = 600;

	private static final double AGAIN_AFTER = 30;

	private double credit = CREDIT - 1;

	private double share;

	private double refused;

	private double answers;

	private int paid;

	private int allAccepted;

	private Overlooked now = new Overlooked(RateControl.FIRST_RATE, 0, 0);

	private Overlooked atHalf = this.now;

	private boolean testing;

	private int testRefused;

	private int testAnswers;

	private double shareBefore;

	private long testFrom;

	private long nextTestAt = Long.MIN_VALUE;

	private double secondsBetween = SHORTEST_BETWEEN;

	/** The share that is refused at any rate, as it is known. */
	double share() {
		return this.share;
	}

	boolean isTesting() {
		return this.testing;
	}

	/**
	 * A call passed.
	 * @param searching whether the rate doubles and is what holds sending back: the limit
	 * is met soon, and then by many calls at once
	 */
	void accepted(long sentAt, boolean searching) {
		double expected = searching ? Math.max(SHARE_AT_FIRST, this.share) : this.share;
		this.credit = Math.min(CREDIT + (CREDIT_OF_SHARE * expected),
				this.credit + EARNED + (EARNED_OF_SHARE * expected));
		this.allAccepted++;
		count(0);
		if (this.answers > 100 && recentShare() < this.share / 2) {
			this.share *= 0.998;
		}
		this.testAnswers += (this.testing && sentAt > this.testFrom) ? 1 : 0;
	}

	void refused(long sentAt) {
		if (this.testing && sentAt > this.testFrom) {
			this.testAnswers++;
			this.testRefused++;
		}
	}

	/** Refused, and it is not known yet why. */
	void count() {
		count(1);
	}

	/** They were refused for the pace, as has turned out. */
	void notLone(int calls) {
		this.refused = Math.max(0, this.refused - calls);
	}

	/** The rate doubles: what was overlooked at half of it is not the pace's fault. */
	void searchedAt(double rate) {
		if (rate >= 2 * this.now.rate()) {
			this.atHalf = this.now;
			this.now = new Overlooked(rate, this.paid, this.allAccepted);
		}
	}

	/** A limit was met: what is known of refusals below it is tested soon. */
	void found() {
		if (this.share == 0 && this.atHalf.refused() >= FEWEST_OVERLOOKED) {
			this.share = Math.min(SHARE_AT_FIRST, (double) this.atHalf.refused() / this.atHalf.accepted());
		}
	}

	private void count(int refusedCalls) {
		double kept = 1 - (1.0 / REMEMBERED);
		this.refused = (this.refused * kept) + refusedCalls;
		this.answers = (this.answers * kept) + 1;
	}

	/** Takes so much credit, if it is there. */
	boolean pay(int calls) {
		if (this.credit < calls) {
			return false;
		}
		this.credit -= calls;
		this.paid += calls;
		return true;
	}

	/** Whether what is known shall be tested again. */
	boolean isStale(long now) {
		return this.share > 0 && now > this.nextTestAt + (AGAIN_AFTER * NANOS);
	}

	/**
	 * Whether a test is worth its time.
	 * @param urgent whether nothing is known of the limit, or lone refusals have lowered
	 * the rate a good deal
	 */
	boolean isTestDue(double rate, boolean urgent, long now) {
		boolean many = recentShare() > (EARNED_OF_SHARE * this.share) + 0.005 && recentShare() * rate > 0.25;
		return now > this.nextTestAt && urgent && many;
	}

	void test(long now) {
		this.testing = true;
		this.testRefused = 0;
		this.testAnswers = 0;
		this.shareBefore = recentShare();
		this.testFrom = now + (long) (SETTLING_SECONDS * NANOS);
	}

	/**
	 * What a test has shown, once it has shown it.
	 */
	Finding finding(long now) {
		boolean late = now > this.testFrom + (TEST_SECONDS * NANOS);
		double found = (double) this.testRefused / Math.max(1, this.testAnswers);
		boolean soon = this.testAnswers < LEAST_ANSWERS || now < this.testFrom + (LEAST_TEST_SECONDS * NANOS);
		if (soon && !late) {
			return Finding.NONE_YET;
		}
		boolean goesOn = this.testRefused >= ENOUGH_REFUSALS
				|| (late && this.testRefused > 1 && found > 0.3 * this.shareBefore);
		boolean ended = late || (this.testRefused <= 1 && this.testAnswers > 14 / this.shareBefore);
		if (!goesOn && !ended) {
			return Finding.NONE_YET;
		}
		this.testing = false;
		this.refused = 100 * found;
		this.answers = 100;
		if (goesOn && found <= 1.5 * MOST_SHARE) {
			this.share = Math.min(MOST_SHARE, (found + this.shareBefore) / 2);
			this.credit = CREDIT;
			this.secondsBetween = SHORTEST_BETWEEN;
			this.nextTestAt = now + (long) (SHORTEST_BETWEEN / 2 * NANOS);
			return Finding.SPORADIC;
		}
		this.share = (this.share > 0.004) ? this.share / 2 : 0;
		this.nextTestAt = now + (long) (this.secondsBetween * NANOS);
		this.secondsBetween = Math.min(LONGEST_BETWEEN, 2 * this.secondsBetween);
		return goesOn ? Finding.STILL_TOO_FAST : Finding.TOO_FAST;
	}

	private double recentShare() {
		return this.refused / Math.max(1, this.answers);
	}

	/** What a test has shown. */
	enum Finding {

		NONE_YET, SPORADIC, TOO_FAST, STILL_TOO_FAST

	}

	/** What had been refused and accepted when the rate was reached. */
	private record Overlooked(double rate, int refused, int accepted) {
	}

}
