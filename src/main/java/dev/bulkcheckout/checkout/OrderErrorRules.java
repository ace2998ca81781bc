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
		String cameBack = "HTTP " + status + ", and no order: "
				+ orderErrors.stream().map(OrderErrorRules::say).collect(Collectors.joining("; "));
		List<ErrorCode> known = orderErrors.stream()
			.map((error) -> ErrorCodes.find(error.code()))
			.filter(Objects::nonNull)
			.toList();
		boolean allKnown = known.size() == orderErrors.size();
		if (allKnown && known.stream().allMatch((row) -> row.treatment().stopsTheRun())) {
			return stop(known, cameBack);
		}
		if (allKnown && known.stream().allMatch((row) -> row.treatment() == RetryRule.ALREADY_SUBMITTED)) {
			return new Verdict.AlreadySubmitted(cameBack);
		}
		if (known.stream().anyMatch(OrderErrorRules::isInOtherHands)) {
			return new Verdict.AskAgain(cameBack, false, 0, true, Duration.ZERO, new CheckoutOutcome.Unknown(cameBack));
		}
		return new Verdict.Settled(new CheckoutOutcome.Refused(cameBack, orderErrors), List.of());
	}

	private static StopRun stop(List<ErrorCode> rows, String cameBack) {
		// credit is the milder reading: it names set-up if any group does
		ErrorCode worst = rows.stream()
			.filter((row) -> row.treatment() == RetryRule.STOP_SET_UP)
			.findFirst()
			.orElse(rows.getFirst());
		return new StopRun((worst.treatment() == RetryRule.STOP_SET_UP) ? StopKind.SET_UP : StopKind.CREDIT, cameBack,
				worst.advice());
	}

	private static boolean isInOtherHands(ErrorCode row) {
		return row.treatment() == RetryRule.IN_PROGRESS || row.treatment() == RetryRule.ALREADY_SUBMITTED;
	}

	private static String say(OrderError error) {
		ErrorCode row = ErrorCodes.find(error.code());
		String what = (error.description() != null && !error.description().isBlank()) ? error.description()
				: (row != null) ? row.meaning() : "no description";
		return "group %s, code %s: %s".formatted((error.orderGroupId() != null) ? error.orderGroupId() : "not named",
				(error.code() != null) ? error.code() : "none", Shortened.to(200, what));
	}

}
