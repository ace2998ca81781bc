package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.checkout.Verdict.StopRun;
import dev.bulkcheckout.partnercenter.ErrorCode;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.partnercenter.Shortened;
import dev.bulkcheckout.partnercenter.RetryRule;
import dev.bulkcheckout.throttling.StopKind;

/**
 * Decides what an answer with order errors and no order means. "Cart resources" (read
 * 2026-11) does not say which HTTP status an order error's code belongs to, so codes are
 * known by number here. The cart is refused, and never asked again by itself, because no
 * page says what a repetition does to its groups; with these exceptions:
 * <ul>
 * <li>every group was refused for set-up or credit: the next cart would be, too, so the
 * run stops, and a restart may ask this cart again, for nothing was bought;
 * <li>every group was already submitted: the cart was bought before;
 * <li>some group is in other hands or was already submitted: saying that nothing was
 * bought would be a guess, so cart and orders are looked at.
 * </ul>
 */
final class OrderErrorRules {

	private OrderErrorRules() {
	}

	/**
	 * Judges order errors.
	 * @param orderErrors at least one
	 */
	static Verdict judge(int status, List<OrderError> orderErrors) {
		String summary = "HTTP " + status + ", and no order: "
				+ orderErrors.stream().map(OrderErrorRules::say).collect(Collectors.joining("; "));
		List<ErrorCode> known = orderErrors.stream()
			.map((error) -> ErrorCodes.find(error.code()))
			.filter(Objects::nonNull)
			.toList();
		boolean allKnown = known.size() == orderErrors.size();
		if (allKnown && known.stream().allMatch((row) -> row.rule().stopsTheRun())) {
			return stop(known, summary);
		}
		if (allKnown && known.stream().allMatch((row) -> row.rule() == RetryRule.ALREADY_SUBMITTED)) {
			return new Verdict.AlreadySubmitted(summary);
		}
		if (known.stream().anyMatch(OrderErrorRules::isInOtherHands)) {
			return new Verdict.AskAgain(summary, false, 0, true, Duration.ZERO, new CheckoutOutcome.Unknown(summary));
		}
		return new Verdict.Settled(new CheckoutOutcome.Refused(summary, orderErrors), List.of());
	}

	private static StopRun stop(List<ErrorCode> rows, String summary) {
		// credit is the milder reading: it names set-up if any group does
		ErrorCode worst = rows.stream()
			.filter((row) -> row.rule() == RetryRule.STOP_SET_UP)
			.findFirst()
			.orElse(rows.getFirst());
		return new StopRun((worst.rule() == RetryRule.STOP_SET_UP) ? StopKind.SET_UP : StopKind.CREDIT, summary,
				worst.advice());
	}

	private static boolean isInOtherHands(ErrorCode row) {
		return row.rule() == RetryRule.IN_PROGRESS || row.rule() == RetryRule.ALREADY_SUBMITTED;
	}

	private static String say(OrderError error) {
		ErrorCode row = ErrorCodes.find(error.code());
		String what = (error.description() != null && !error.description().isBlank()) ? error.description()
				: (row != null) ? row.meaning() : "no description";
		return "group %s, code %s: %s".formatted((error.orderGroupId() != null) ? error.orderGroupId() : "not named",
				(error.code() != null) ? error.code() : "none", Shortened.to(200, what));
	}

}
