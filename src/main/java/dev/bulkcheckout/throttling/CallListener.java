package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * Hears of each call that has ended, to count it. Called by the thread of the call, by
 * thousands at a time: it must return at once, lock nothing and throw nothing.
 */
@FunctionalInterface
public interface CallListener {

	/** Hears nothing. */
	CallListener NONE = (kind, end, code, took) -> {
	};

	/**
	 * A call was sent and has ended.
	 * @param kind what it asked for
	 * @param end how it ended
	 * @param code what the answer was, in the API's words: its error code, else the HTTP
	 * status; "none" if there was no answer
	 * @param took from sending to the end of the answer, or to giving up
	 */
	void ended(CallKind kind, CallEnd end, String code, Duration took);

	/**
	 * Both hear.
	 */
	static CallListener both(CallListener one, CallListener other) {
		return (kind, end, code, took) -> {
			one.ended(kind, end, code, took);
			other.ended(kind, end, code, took);
		};
	}

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
