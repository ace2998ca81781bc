package dev.bulkcheckout.simulator;

/**
 * Counts calls against a limit. The time comes from outside, so that a simulation may
 * drive it. Not safe for several threads.
 */
interface RateLimit {

	/** What {@link #take} says of a call that passes. */
	long ADMITTED = 0;

	/**
	 * Asks for one call.
	 * @param perSecond the limit at this time
	 * @param now nanoseconds, on any clock that does not go back
	 * @return {@link #ADMITTED}, or the nanoseconds until a call would be
	 */
	long take(double perSecond, long now);

	/**
	 * What a throttle counts with, before the first call.
	 * @param phase where in a fixed window the clock's 0 lies, from 0 to 1
	 */
	static RateLimit of(Throttle throttle, long now, double phase) {
		return switch (throttle.shape()) {
			case BUCKET -> new TokenBucket(throttle.window(), throttle.refusedCount(), now);
			case FIXED -> new FixedWindow(throttle.window(), phase);
			case SLIDING -> new SlidingWindow(throttle.window(), throttle.refusedCount());
		};
	}

}
