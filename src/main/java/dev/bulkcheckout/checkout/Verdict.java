package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopKind;

/**
 * What an answer to a checkout means, and what to do next. Says nothing of how long to
 * wait beyond what the service asked for, and does nothing itself.
 */
public sealed interface Verdict {

	/**
	 * The cart's outcome is known; it is not to be asked again.
	 *
	 * @param outcome ordered, partially ordered or refused
	 * @param notes oddities of the answer that a person should hear of; mostly empty
	 */
	record Settled(CheckoutOutcome outcome, List<String> notes) implements Verdict {

		/**
		 * Keeps a copy of the notes.
		 */
		public Settled {
			notes = List.copyOf(notes);
		}
	}

	/**
	 * The service says that the cart was bought before: look at cart and orders; never
	 * refused before the cart was seen not to be ordered.
	 *
	 * @param summary what the service said
	 */
	record AlreadySubmitted(String summary) implements Verdict {
	}

	/**
	 * Another request is at work on the cart: wait, look at it, then ask with a new
	 * request id.
	 *
	 * @param summary what the service said
	 * @param maxRepeats how often to ask again at most; then the cart is unknown
	 * @param minimumWait before looking
	 */
	record InProgress(String summary, int maxRepeats, Duration minimumWait) implements Verdict {
	}

	/**
	 * Nothing final: ask again within bounds.
	 *
	 * @param reason what was seen, for the operator
	 * @param sameRequestId whether the answer counts as lost, so that the repetition must
	 * carry the same request id
	 * @param maxRepeats how often to ask again at most; 0: only look, then end
	 * @param lookFirst whether to look at cart and orders before asking again, and before
	 * ending
	 * @param minimumWait what the service asked for, not capped; else mostly nothing
	 * @param atTheEnd refused or unknown: what the cart becomes when nothing more is to
	 * be asked and looking found no order
	 */
	record AskAgain(String reason, boolean sameRequestId, int maxRepeats, boolean lookFirst, Duration minimumWait,
			CheckoutOutcome atTheEnd) implements Verdict {
	}

	/**
	 * Not accepted, and nothing done: pause all, then ask with the same request id. Uses
	 * up no attempt.
	 *
	 * @param retryAfter as the service asked, not capped
	 */
	record Throttled(Optional<Duration> retryAfter) implements Verdict {
	}

	/**
	 * The request never left: ask again freely.
	 *
	 * @param what what failed
	 */
	record NotSent(String what) implements Verdict {
	}

	/**
	 * The token was refused: renewed and judged by {@link PartnerCenterCallRules}; where
	 * it proves good, it is the cart that is refused.
	 *
	 * @param summary what the service said
	 * @param advice what the operator must do if tokens are refused for everything
	 */
	record TokenRefused(String summary, String advice) implements Verdict {
	}

	/**
	 * No later cart would fare better: stop the run. Nothing was bought for this cart.
	 *
	 * @param kind set-up or credit
	 * @param summary what the service said
	 * @param advice what the operator must do
	 */
	record StopRun(StopKind kind, String summary, String advice) implements Verdict {

		StopReason reason() {
			return new StopReason(this.kind, this.summary, this.advice);
		}
	}

	/**
	 * Clears in hours or days: refused for this run.
	 *
	 * @param outcome refused, with a reason that says so
	 */
	record Later(CheckoutOutcome.Refused outcome) implements Verdict {
	}

}
