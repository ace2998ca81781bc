package dev.bulkcheckout.partnercenter;

import java.time.Duration;

/**
 * What an error code asks for. Sources almost never say whether to ask again: this is our
 * judgement, kept in one place.
 */
public enum RetryRule {

	/** Bought before, until the cart shows otherwise. */
	ALREADY_SUBMITTED(true, 0, End.UNKNOWN),

	/** Another request is at work on the cart. */
	IN_PROGRESS(true, 3, End.UNKNOWN),

	/** It may have been done: look, then ask again. */
	LOOK_AND_ASK_AGAIN(true, 3, End.UNKNOWN),

	/** As before, but the code promises little. */
	LOOK_AND_ASK_ONCE_MORE(true, 1, End.UNKNOWN),

	/** A server fault by its status, a fault of the cart by its text. */
	ASK_AGAIN_THEN_REFUSE(true, 2, End.REFUSED),

	/** Refused, perhaps for a moment only. */
	ASK_ONCE_MORE_THEN_REFUSE(false, 1, End.REFUSED),

	/** Refused in words that leave open whether something was bought. */
	LOOK_THEN_REFUSE(true, 0, End.REFUSED),

	/** Something else has to finish first, which takes minutes. */
	ASK_AGAIN_SLOWLY(false, 3, End.REFUSED),

	/** A customer that was just made, and is not known everywhere for a minute or two. */
	CUSTOMER_NOT_FOUND(false, 2, End.REFUSED),

	/** The cart must be built again or something be corrected. */
	REFUSE(false, 0, End.REFUSED),

	/** Clears in hours or days, not in this run. */
	LATER(false, 0, End.REFUSED),

	/** No later cart would fare better: set-up or credentials. */
	STOP_SET_UP(false, 0, End.REFUSED),

	/** No later cart would fare better: the partner's credit. */
	STOP_CREDIT(false, 0, End.REFUSED),

	/** A new token, once. */
	RENEW_TOKEN(false, 1, End.REFUSED),

	/** An order that was just made and cannot be read yet; no answer to a checkout. */
	NOT_YET(false, 0, End.REFUSED);

	/**
	 * What a cart ends as when nothing more is to be asked.
	 */
	public enum End {

		/** The service said no, and nothing was bought. */
		REFUSED,
		/** It may have been bought. */
		UNKNOWN

	}

	private final boolean lookFirst;

	private final int maxRepeats;

	private final End end;

	RetryRule(boolean lookFirst, int maxRepeats, End end) {
		this.lookFirst = lookFirst;
		this.maxRepeats = maxRepeats;
		this.end = end;
	}

	/**
	 * Whether to look at cart and orders before anything else.
	 */
	public boolean lookFirst() {
		return this.lookFirst;
	}

	/**
	 * How often to ask again at most.
	 */
	public int maxRepeats() {
		return this.maxRepeats;
	}

	/**
	 * What the cart ends as.
	 */
	public End end() {
		return this.end;
	}

	/**
	 * How long to wait at least before asking again.
	 */
	public Duration minimumWait() {
		return switch (this) {
			case IN_PROGRESS, ASK_AGAIN_SLOWLY, CUSTOMER_NOT_FOUND -> Duration.ofMinutes(1);
			default -> Duration.ZERO;
		};
	}

	public boolean stopsTheRun() {
		return this == STOP_SET_UP || this == STOP_CREDIT;
	}

}
