package dev.bulkcheckout.throttling;

/**
 * The rate after a refusal as a function of time, in the manner of CUBIC: lower, quickly
 * back to just below the limit that was learned, level for a while, then upward, slowly
 * at first and ever faster, until the next refusal.
 *
 * @param limit what the API is believed to accept, in calls a second
 * @param trust how sure that is, 0 to {@link #MOST_TRUST}: the surer, the nearer to the
 * limit and the longer level
 * @param saved how many calls above the limit the API is believed to accept at once,
 * because nothing was sent during the pause
 * @param pause what the refusal cost, in seconds: the dearer, the later the next one
 */
record RateCurve(double limit, int trust, double saved, double pause) {

	static final int MOST_TRUST = 3;

	private static final double START = 0.9;

	private static final double SPENDING = 1.15;

	private static final double RETURN_SECONDS = 1;

	private static final double SHORT_PAUSE_SECONDS = 4;

	private static final double[] LEVEL = { 0.97, 0.97, 0.985, 0.99 };

	private static final double[] LEVEL_SECONDS = { 2, 15, 30, 60 };

	private static final double[] DOUBLING_SECONDS = { 8, 30, 45, 60 };

	/**
	 * Calls a second.
	 * @param seconds since sending went on, counting only time in which the rate was what
	 * held sending back
	 */
	double at(double seconds) {
		// below 1 a second every stretch is long enough to hold some calls
		double stretch = Math.max(Math.max(1, 1 / this.limit), this.pause / SHORT_PAUSE_SECONDS);
		double level = this.limit * LEVEL[this.trust];
		double spending = this.saved / ((SPENDING - 1) * this.limit);
		double top = (spending > 0) ? this.limit * SPENDING : level;
		double start = this.limit * START;
		double left = seconds - (RETURN_SECONDS * stretch);
		if (left < 0) {
			return start + ((top - start) * (1 - Math.pow(-left / (RETURN_SECONDS * stretch), 3)));
		}
		left -= spending;
		if (left < 0) {
			return top;
		}
		left -= LEVEL_SECONDS[this.trust] * stretch;
		if (left < 0) {
			return level;
		}
		return level * (1 + Math.pow(left / (DOUBLING_SECONDS[this.trust] * stretch), 3));
	}

}
