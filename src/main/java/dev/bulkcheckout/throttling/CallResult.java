package dev.bulkcheckout.throttling;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says about pace and outage; what it says about the cart is read
 * elsewhere.
 */
public sealed interface CallResult {

	/**
	 * A readable answer, whatever it says.
	 */
	record Accepted() implements CallResult {
	}

	/**
	 * Refused because of the pace: nothing was done.
	 *
	 * @param retryAfter how long to wait; null if the answer does not say
	 */
	record Throttled(@Nullable Duration retryAfter) implements CallResult {
	}

	/**
	 * No readable answer: it may have been done.
	 *
	 * @param what the failure in words for the operator, without secrets
	 * @param answered whether something answered, so that the call was not throttled
	 */
	record Failed(String what, boolean answered) implements CallResult {
	}

	/**
	 * The call never left: nothing was done.
	 *
	 * @param what the failure in words for the operator, without secrets
	 */
	record NotSent(String what) implements CallResult {
	}

	/**
	 * Whether nothing was done for the call through no fault of its own: it is sent again
	 * later, at nobody's cost.
	 */
	default boolean isDeferred() {
		return this instanceof Throttled || this instanceof NotSent;
	}

	/**
	 * The same in the words of who counts calls.
	 */
	default CallListener.CallEnd end() {
		return switch (this) {
			case Accepted accepted -> CallListener.CallEnd.ANSWERED;
			case Throttled throttled -> CallListener.CallEnd.THROTTLED;
			case Failed failed -> CallListener.CallEnd.FAILED;
			case NotSent notSent -> CallListener.CallEnd.FAILED;
		};
	}

	/**
	 * Whether somebody is there.
	 */
	default boolean isAnswered() {
		return this instanceof Accepted || this instanceof Throttled;
	}

}
