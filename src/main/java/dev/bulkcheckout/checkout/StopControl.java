package dev.bulkcheckout.checkout;

import java.time.Duration;

/**
 * How the calls of a run hear that it stops, and say that it must. Safe for use by many
 * threads.
 */
public interface StopControl {

	/**
	 * Whether nothing new is to be asked.
	 */
	boolean isStopping();

	/**
	 * Waits, but not longer than until the run stops.
	 * @return whether the run stops
	 */
	boolean await(Duration time) throws InterruptedException;

	/**
	 * Stops the run; the first cause counts.
	 */
	void stop(StopCause cause);

}
