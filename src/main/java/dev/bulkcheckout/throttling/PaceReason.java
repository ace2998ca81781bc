package dev.bulkcheckout.throttling;

/**
 * Why the pace is what it is.
 *
 * @param kind in one word
 * @param sentence the same for people, without a full stop
 */
public record PaceReason(Kind kind, String sentence) {

	/**
	 * What decides the pace.
	 */
	public enum Kind {

		/** The API asked for a pause. */
		PAUSED,
		/** No more calls may be in flight. */
		IN_FLIGHT,
		/** Nothing waits to be sent. */
		NOTHING_WAITS,
		/** The rate: what was set, what was learned, or growing until it is. */
		RATE

	}

}
