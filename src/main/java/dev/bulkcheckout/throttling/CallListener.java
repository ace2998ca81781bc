package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * Hears of each call that has ended, to count it. Called by the thread of the call, by
 * thousands at a time: it must return at once, lock nothing and throw nothing.
 */
@FunctionalInterface
public interface CallListener {

	/** Hears nothing. */
	CallListener NONE = (kind, end, took) -> {
	};

	/**
	 * A call was sent and has ended.
	 * @param kind what it asked for
	 * @param end how it ended
	 * @param took from sending to the end of the answer, or to giving up
	 */
	void ended(CallKind kind, CallEnd end, Duration took);

	/**
	 * How a call ended.
	 */
	enum CallEnd {

		/** Answered, whatever the answer was, other than the two below. */
		ANSWERED,
		/** Refused because of the pace: 429. */
		THROTTLED,
		/** Answered with 5xx, not at all, or not readably; or never sent. */
		FAILED

	}

}
