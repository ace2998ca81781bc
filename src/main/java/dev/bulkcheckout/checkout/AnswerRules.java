package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.checkout.Verdict.AskAgain;
import dev.bulkcheckout.checkout.Verdict.StopRun;
import dev.bulkcheckout.partnercenter.Answer.Received;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.AnswerSummary;
import dev.bulkcheckout.partnercenter.CartCheckoutResult;
import dev.bulkcheckout.partnercenter.ErrorCode;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.partnercenter.OrderReader;
import dev.bulkcheckout.partnercenter.UnreadableAnswerException;
import dev.bulkcheckout.partnercenter.RetryRule;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Decides what an answer to a checkout means. Pure: no HTTP, no waiting, no state. What
 * is asked again here rests on "Check out a cart" (read 2026-11): idempotent for the same
 * cart; and on "Partner Center REST headers" (read 2026-11): the same MS-RequestId when
 * the answer was lost, a new one once an answer was received.
 */
public final class AnswerRules {

	private static final String NOT_NOW = "not in this run: ";

	private static final String CHECK_ADDRESS = "check PARTNER_CENTER_BASE_URL and any proxy in between";

	private static final String CHECK_CREDENTIALS = "check tenant, client id and secret or certificate, "
			+ "PARTNER_CENTER_RESOURCE, and that the application may use Partner Center";

	private AnswerRules() {
	}

	/**
	 * Judges the answer to a checkout.
	 * @param cart the cart that was to be checked out
	 */
	public static Verdict judge(Answer answer, Cart cart) {
		return switch (answer) {
			case Answer.NotSent notSent -> new Verdict.NotSent(notSent.what());
			case Answer.Lost lost -> unclear(lost.what(), true, RetryRule.LOOK_AND_ASK_AGAIN, Duration.ZERO);
			case Received received when received.isSuccess() -> success(received, cart);
			case Received received when received.status() == 429 ->
				new Verdict.Throttled(Optional.ofNullable(received.retryAfter()));
			case Received received -> failure(received);
		};
	}

	/**
	 * Whether what a read of cart or order got means that nobody may ask.
	 */
	static Optional<StopReason> stopsReading(Answer answer) {
		return (answer instanceof Received received && !received.isSuccess() && received.status() != 429
				&& failure(received) instanceof StopRun stop) ? Optional.of(stop.reason()) : Optional.empty();
	}

	/**
	 * Whether an answer refuses the token, and why the run stops if it refuses all.
	 */
	static Optional<StopReason> refusesToken(Received answer) {
		return (answer.status() == 401 && failure(answer) instanceof Verdict.TokenRefused refused)
				? Optional.of(new StopReason(StopKind.SET_UP, refused.summary(), refused.advice())) : Optional.empty();
	}

	private static Verdict success(Received answer, Cart cart) {
		try {
			CartCheckoutResult result = OrderReader.checkoutResult(answer.body(), cart.customer());
			return result.orders().isEmpty() ? OrderErrorRules.judge(answer.status(), result.orderErrors())
					: new Verdict.Settled(ordered(result), result.notes());
		}
		catch (UnreadableAnswerException ex) {
			return successWithoutOrders(answer, ex);
		}
	}

	private static CheckoutOutcome ordered(CartCheckoutResult result) {
		return result.orderErrors().isEmpty() ? new CheckoutOutcome.Ordered(result.orders())
				: new CheckoutOutcome.PartiallyOrdered(result.orders(), result.orderErrors());
	}

	/**
	 * A code in a 2xx is a failure in disguise: "Partner Center REST error codes" (read
	 * 2026-11) lists 400072 with 200. Without a code nothing is known. The same request
	 * id goes with an answer that could not be read, which is as good as lost; a new one
	 * after an answer that could be read and holds nothing.
	 */
	private static Verdict successWithoutOrders(Received answer, UnreadableAnswerException why) {
		ApiError error = ApiError.of(answer.body());
		boolean saysNothing = !OrderReader.speaksOfOrders(answer.body());
		if (error.code() != null && saysNothing) {
			ErrorCode row = ErrorCodes.find(answer.status(), error.code());
			row = (row != null) ? row : ErrorCodes.find(error.code());
			String summary = AnswerSummary.say(answer, error, row);
			return heeding(error, (row != null) ? byCode(row, answer, summary) : refused(summary));
		}
		boolean readable = saysNothing && why.isJson();
		return unclear("HTTP " + answer.status() + ", but the answer cannot be used: " + why.reason(), !readable,
				RetryRule.LOOK_AND_ASK_AGAIN, Duration.ZERO);
	}

	private static Verdict failure(Received answer) {
		ApiError error = ApiError.of(answer.body());
		ErrorCode row = ErrorCodes.find(answer.status(), error.code());
		String summary = AnswerSummary.say(answer, error, row);
		if ((row == null || "1000".equals(row.code())) && isCustomerNotFound(answer.status(), error)) {
			return heeding(error, unclear(summary, answer, RetryRule.CUSTOMER_NOT_FOUND));
		}
		return heeding(error, (row != null) ? byCode(row, answer, summary) : byStatus(answer, summary));
	}

	/**
	 * A customer that was just made is not found for a minute or two, in changing words
	 * (reported by users); a cart that is not found stays so.
	 */
	private static boolean isCustomerNotFound(int status, ApiError error) {
		String words = (error.description() != null) ? error.description().toLowerCase(Locale.ROOT) : "";
		return status == 404 && (words.contains("customer") || words.contains("tenant")) && !words.contains("cart");
	}

	private static Verdict byCode(ErrorCode row, Received answer, String summary) {
		RetryRule rule = row.rule();
		return switch (rule) {
			case ALREADY_SUBMITTED -> new Verdict.AlreadySubmitted(summary);
			case IN_PROGRESS -> new Verdict.InProgress(summary, rule.maxRepeats(), wait(rule.minimumWait(), answer));
			case LOOK_AND_ASK_AGAIN, LOOK_AND_ASK_ONCE_MORE, ASK_AGAIN_THEN_REFUSE, ASK_ONCE_MORE_THEN_REFUSE,
					LOOK_THEN_REFUSE, ASK_AGAIN_SLOWLY, CUSTOMER_NOT_FOUND ->
				unclear(summary, answer, rule);
			// an order id is not part of a checkout: nothing will appear later
			case REFUSE, NOT_YET -> refused(summary);
			case LATER -> new Verdict.Later(new CheckoutOutcome.Refused(NOT_NOW + summary, List.of()));
			case STOP_SET_UP -> new StopRun(StopKind.SET_UP, summary, row.advice());
			case STOP_CREDIT -> new StopRun(StopKind.CREDIT, summary, row.advice());
			case RENEW_TOKEN -> new Verdict.TokenRefused(summary, row.advice());
		};
	}

	private static Verdict byStatus(Received answer, String summary) {
		Duration wait = wait(Duration.ZERO, answer);
		return switch (answer.status()) {
			case 401 -> new Verdict.TokenRefused(summary, CHECK_CREDENTIALS);
			// each cart is asked in the same way, so each would be answered in this way:
			// method, Accept, proxy credentials, length, content type, Expect, protocol
			case 405, 406, 407, 411, 415, 417, 426 -> setUp(summary);
			case 408 -> unclear(summary, true, RetryRule.LOOK_AND_ASK_AGAIN, wait);
			// some conflicts clear in seconds, some in days: without a code, the cart
			// tells whether it was bought, and the rest is for another day
			case 409 -> unclear(NOT_NOW + summary, false, RetryRule.LOOK_THEN_REFUSE, wait);
			case 501 -> unclear(summary, true, RetryRule.LOOK_AND_ASK_ONCE_MORE, wait);
			default -> byRange(answer.status(), summary, wait);
		};
	}

	private static Verdict byRange(int status, String summary, Duration wait) {
		if (status >= 400 && status < 500) {
			return refused(summary);
		}
		// the API does not redirect: something else answers at this address
		return (status >= 300 && status < 400) ? setUp(summary)
				: unclear(summary, true, RetryRule.LOOK_AND_ASK_AGAIN, wait);
	}

	/**
	 * {@code isRetryable: false} ends repetitions; {@code true} starts none. What may
	 * have been bought is looked at all the same.
	 */
	private static Verdict heeding(ApiError error, Verdict verdict) {
		if (!Boolean.FALSE.equals(error.retryable())) {
			return verdict;
		}
		return switch (verdict) {
			case AskAgain again ->
				new AskAgain(again.reason(), again.sameRequestId(), 0, true, again.minimumWait(), again.atTheEnd());
			case Verdict.InProgress busy -> new AskAgain(busy.summary(), false, 0, true, busy.minimumWait(),
					new CheckoutOutcome.Unknown(busy.summary()));
			default -> verdict;
		};
	}

	private static Verdict unclear(String summary, Received answer, RetryRule rule) {
		return unclear(summary, answer.status() >= 500, rule, wait(rule.minimumWait(), answer));
	}

	static Verdict unclear(String reason, boolean sameRequestId, RetryRule rule, Duration wait) {
		CheckoutOutcome end = switch (rule.end()) {
			case REFUSED -> new CheckoutOutcome.Refused(reason, List.of());
			case UNKNOWN -> new CheckoutOutcome.Unknown(reason);
		};
		return new AskAgain(reason, sameRequestId, rule.maxRepeats(), rule.lookFirst(), wait, end);
	}

	private static Verdict refused(String summary) {
		return new Verdict.Settled(new CheckoutOutcome.Refused(summary, List.of()), List.of());
	}

	private static Verdict setUp(String summary) {
		return new StopRun(StopKind.SET_UP, summary, CHECK_ADDRESS);
	}

	private static Duration wait(Duration least, Received answer) {
		Duration asked = answer.retryAfter();
		return (asked != null) ? Collections.max(List.of(asked, least)) : least;
	}

}
