package dev.bulkcheckout.throttling;

/**
 * The rate from one refusal to the next: a little lower than what was refused, then
 * upward evenly until that rate is reached again, and when nothing was refused there
 * either, ever faster.
 *
 * @param base calls a second at the beginning
 * @param step by which share the rate grows in the time of {@link #stepSeconds}: the
 * surer the limit is, the less
 * @param pause how long nothing was sent, in seconds: what refusals cost
 */
record RateCurve(double base, double step, double pause) {

	/** When the limit is known. */
	static final double SMALL_STEP = 0.01;

	/** When nothing is known but that it is above. */
	static final double WIDE_STEP = 0.2;

	private static final double FASTER = 0.05;

	private static final double SHORTEST_SECONDS = 3;

	/** So many calls for each that is refused at a limit that is known. */
	private static final double CALLS = 150;

	/** A pause may cost this share of the time. */
	private static final double SECONDS_PER_PAUSE = 10;

	private static final double LONGEST_SECONDS = 30;

	/**
	 * Calls a second.
	 * @param steps since the refusal
	 */
	double at(double steps) {
		double beyond = Math.max(0, steps - 2);
		return this.base * (1 + (this.step * steps) + (FASTER * beyond * beyond * beyond));
	}

	/** How long a step takes at a rate. */
	double stepSeconds(double rate) {
		if (this.step >= WIDE_STEP) {
			return Math.clamp(20 / rate, 2, 4);
		}
		double cost = Math.max(Math.min(2 * LONGEST_SECONDS, CALLS / rate),
				Math.min(LONGEST_SECONDS, SECONDS_PER_PAUSE * this.pause));
		return Math.max(SHORTEST_SECONDS, cost * Math.sqrt(SMALL_STEP / this.step));
	}

}
