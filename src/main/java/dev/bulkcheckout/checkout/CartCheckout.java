package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * The checkout of one cart, from its first call to its outcome. What an answer means is
 * decided by {@link AnswerRules}; here is only what follows from it.
 */
final class CartCheckout {

	private static final String NOT_THE_TOKEN = " (the same access token is let through for others, so it is this cart or "
			+ "its customer that is refused: look at the relationship with the customer)";

	private final Cart cart;

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final CartInspections inspections;

	private final StopSignal stop;

	private final RetryBudget budget;

	private final InstantSource clock;

	private RequestId requestId;

	/** Whatever comes next, the cart may have been bought by what was asked before. */
	private boolean mayBeBought;

	/**
	 * An answer of our own was lost: if the cart was bought, then by us, perhaps just
	 * now.
	 */
	private boolean answerLost;

	/** A failure that was held against the cart, but may turn out to be an outage's. */
	private PacedCalls.@Nullable Timed<Answer> charged;

	private @Nullable String lastReason;

	private @Nullable Answer lastAnswer;

	private List<String> notes = List.of();

	CartCheckout(Cart cart, RequestId first, boolean askedBefore, PartnerCenterClient client, PacedCalls<Answer> calls,
			CartInspections inspections, StopSignal stop, RetryBudget budget, InstantSource clock) {
		this.cart = cart;
		this.requestId = first;
		// whoever asked never told what was answered: as good as an answer lost
		this.mayBeBought = askedBefore;
		this.answerLost = askedBefore;
		this.client = client;
		this.calls = calls;
		this.inspections = inspections;
		this.stop = stop;
		this.budget = budget;
		this.clock = clock;
	}

	Optional<CheckoutResult> checkOut() throws InterruptedException {
		try {
			while (true) {
				Optional<CheckoutOutcome> outcome = askOnce();
				if (outcome.isPresent()) {
					return Optional.of(result(outcome.get()));
				}
			}
		}
		catch (CancellationException ex) {
			return (this.lastAnswer != null) ? Optional.of(result(new CheckoutOutcome.NotAttempted(left())))
					: Optional.empty();
		}
	}

	/**
	 * @return empty if the cart is to be asked again
	 */
	private Optional<CheckoutOutcome> askOnce() throws InterruptedException {
		RequestId sent = this.requestId;
		PacedCalls.Timed<Answer> timed = this.calls.call(CallKind.CHECKOUT, this.cart.customer(), this.cart,
				this.lastAnswer == null, () -> this.client.checkout(this.cart, sent));
		if (this.charged != null && this.budget.mayBeRefunded() && this.calls.hasMetOutage(this.charged)) {
			this.budget.refund(!this.calls.isCheckoutDown());
		}
		this.charged = null;
		this.budget.asked(timed);
		this.lastAnswer = timed.answer();
		Verdict verdict = AnswerRules.judge(timed.answer(), this.cart);
		return switch (verdict) {
			case Verdict.Settled settled -> {
				this.notes = settled.notes();
				yield Optional.of(settled(settled.outcome()));
			}
			case Verdict.Later later -> Optional.of(settled(later.outcome()));
			case Verdict.AskAgain again -> askAgain(again, timed);
			case Verdict.InProgress busy -> inProgress(busy);
			case Verdict.AlreadySubmitted submitted -> alreadySubmitted(submitted);
			// with a token that is let through for others
			case Verdict.TokenRefused refused ->
				Optional.of(settled(new CheckoutOutcome.Refused(refused.summary() + NOT_THE_TOKEN, List.of())));
			case Verdict.StopRun stop -> throw stopped(stop.reason());
			case Verdict.Throttled throttled -> Optional.of(settled(new CheckoutOutcome.Refused(
					"throttled again and again (429) while other carts were let through; it was not accepted",
					List.of())));
			case Verdict.NotSent notSent -> Optional.of(ended(new CheckoutOutcome.Unknown(
					"it could not be sent while other carts were let through: " + notSent.what())));
		};
	}

	/**
	 * A refusal after something that may have bought is not the whole truth.
	 */
	private CheckoutOutcome settled(CheckoutOutcome outcome) throws InterruptedException {
		this.inspections.answered(this.cart, outcome.orders());
		if (!this.mayBeBought || !(outcome instanceof CheckoutOutcome.Refused refused)) {
			return outcome;
		}
		return switch (this.inspections.atCartAndOrders(this.cart)) {
			case CartInspection.Bought bought -> new CheckoutOutcome.Ordered(bought.orders());
			case CartInspection.Ordered ordered -> new CheckoutOutcome.AlreadyOrdered();
			case CartInspection.Active active -> refused;
			case CartInspection.Unclear unclear -> new CheckoutOutcome.Unknown(
					"it may have been bought before it was refused (" + refused.reason() + "), and " + unclear.why());
		};
	}

	private Optional<CheckoutOutcome> askAgain(Verdict.AskAgain again, PacedCalls.Timed<Answer> timed)
			throws InterruptedException {
		this.answerLost |= again.sameRequestId();
		this.mayBeBought |= again.sameRequestId() || again.lookFirst();
		boolean same = again.reason().equals(this.lastReason);
		this.lastReason = again.reason();
		boolean more = this.budget.repeats(again.maxRepeats(), again.minimumWait());
		if (refunded(timed)) {
			return Optional.empty();
		}
		this.charged = timed;
		if (!more) {
			return Optional.of(ended(again.atTheEnd()));
		}
		boolean last = this.budget.isLastRepeat(again.maxRepeats());
		CartInspection look = again.lookFirst() ? this.inspections.atCart(this.cart) : null;
		// the service may repeat its stored fault for as long as it sees this id
		boolean stuck = last && same && look instanceof CartInspection.Active && isServerFault(timed.answer());
		if (!again.sameRequestId() || stuck) {
			this.requestId = RequestId.random();
		}
		return Optional.empty();
	}

	private static boolean isServerFault(Answer answer) {
		return answer instanceof Answer.Received received && received.status() >= 500;
	}

	private Optional<CheckoutOutcome> inProgress(Verdict.InProgress busy) throws InterruptedException {
		this.mayBeBought = true;
		boolean more = this.budget.repeats(busy.maxRepeats(), busy.minimumWait());
		if (!more) {
			return Optional.of(ended(new CheckoutOutcome.Unknown(busy.summary())));
		}
		this.requestId = RequestId.random();
		return switch (this.inspections.atCartAndOrders(this.cart)) {
			case CartInspection.Bought bought -> Optional.of(new CheckoutOutcome.Ordered(bought.orders()));
			// asked again, the service tells the orders
			case CartInspection.Ordered ordered -> Optional.empty();
			case CartInspection.Active active -> Optional.empty();
			case CartInspection.Unclear unclear -> Optional.empty();
		};
	}

	/**
	 * If it was we who bought the cart just now, its orders may not be listed yet, and
	 * are waited for within the bounds of a cart.
	 */
	private Optional<CheckoutOutcome> alreadySubmitted(Verdict.AlreadySubmitted submitted) throws InterruptedException {
		this.mayBeBought = true;
		CartInspection look = this.inspections.atCartAndOrders(this.cart);
		while (look instanceof CartInspection.Ordered && this.answerLost
				&& this.budget.repeats(this.budget.mostRepeats(), Duration.ZERO)) {
			look = this.inspections.atCartAndOrders(this.cart);
		}
		return switch (look) {
			case CartInspection.Bought bought -> Optional.of(new CheckoutOutcome.Ordered(bought.orders()));
			case CartInspection.Ordered ordered -> Optional.of(new CheckoutOutcome.AlreadyOrdered());
			case CartInspection.Active active ->
				contradicted(submitted, "the API says that the cart was submitted, the cart says that it was not");
			case CartInspection.Unclear unclear ->
				contradicted(submitted, "the API says that the cart was submitted, but " + unclear.why());
		};
	}

	private Optional<CheckoutOutcome> contradicted(Verdict.AlreadySubmitted submitted, String how)
			throws InterruptedException {
		if (!this.budget.repeats(this.budget.mostRepeats(), Duration.ZERO)) {
			return Optional.of(new CheckoutOutcome.Unknown(how + " (" + submitted.summary() + ")"));
		}
		this.requestId = RequestId.random();
		return Optional.empty();
	}

	/**
	 * Gives the attempts back if their failure was an outage's.
	 */
	private boolean refunded(PacedCalls.Timed<Answer> timed) throws InterruptedException {
		if (!this.budget.mayBeRefunded()
				|| !this.calls.metOutage(this.cart.customer(), timed, this.client::organizationProfile)) {
			return false;
		}
		this.budget.refund(!this.calls.isCheckoutDown());
		return true;
	}

	/**
	 * Nothing more is asked: looks once whether the cart was bought all the same.
	 */
	private CheckoutOutcome ended(CheckoutOutcome atTheEnd) throws InterruptedException {
		return switch (this.inspections.atCartAndOrders(this.cart)) {
			case CartInspection.Bought bought -> new CheckoutOutcome.Ordered(bought.orders());
			case CartInspection.Ordered ordered -> new CheckoutOutcome.AlreadyOrdered();
			case CartInspection.Active active -> atTheEnd;
			case CartInspection.Unclear unclear ->
				new CheckoutOutcome.Unknown(atTheEnd.reason() + "; " + unclear.why());
		};
	}

	private CancellationException stopped(StopReason cause) {
		this.stop.raise(cause);
		return new CancellationException(cause.what());
	}

	private String left() {
		return this.mayBeBought ? "the run stopped before it was known what became of the cart; 'restart' asks again"
				: "the run stopped before the cart was settled; 'restart' asks again";
	}

	private CheckoutResult result(CheckoutOutcome outcome) {
		return new CheckoutResult(outcome, trace(outcome), this.clock.instant(), this.notes);
	}

	private CallTrace trace(CheckoutOutcome outcome) {
		Answer answer = this.lastAnswer;
		if (!(answer instanceof Answer.Received received)) {
			String what = (answer instanceof Answer.Lost lost) ? lost.what() : null;
			return new CallTrace(this.budget.attempts(), null, null, what,
					(answer != null) ? answer.ids().correlation() : null, this.requestId);
		}
		boolean ordered = received.isSuccess() && !outcome.orders().isEmpty();
		ApiError error = ordered ? ApiError.NONE : ApiError.of(received.body());
		return new CallTrace(this.budget.attempts(), received.status(), error.code(), error.description(),
				received.ids().correlation(), received.ids().request());
	}

}
