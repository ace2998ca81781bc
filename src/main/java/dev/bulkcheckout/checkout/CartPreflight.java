package dev.bulkcheckout.checkout;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.CartErrors;
import dev.bulkcheckout.partnercenter.CartState;
import dev.bulkcheckout.partnercenter.CartState.CartLineItem;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.UnreadableAnswerException;
import dev.bulkcheckout.throttling.PacedCalls;

/**
 * Reads carts before anything is bought: whether each would go, what it costs and when it
 * expires. Buys nothing. Safe for use by many threads.
 */
public final class CartPreflight {

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final Agreements agreements;

	private final InstantSource clock;

	/**
	 * Reads through the given calls.
	 * @param readsAgreements whether customers' agreements can be looked at: App+User,
	 * the global cloud
	 */
	public CartPreflight(PartnerCenterClient client, PacedCalls<Answer> calls, boolean readsAgreements,
			InstantSource clock) {
		this.client = client;
		this.calls = calls;
		this.agreements = new Agreements(client, calls, readsAgreements);
		this.clock = clock;
	}

	/**
	 * Reads one cart.
	 * @throws java.util.concurrent.CancellationException if the run stops first
	 */
	public Inspection inspect(Cart cart) throws InterruptedException {
		Answer answer = this.calls.readSurely(cart.customer(), cart, () -> this.client.cart(cart));
		Instant now = this.clock.instant();
		if (!(answer instanceof Answer.Received received)) {
			return Inspection.unread(InspectionVerdict.NOT_READ, "reading the cart got no answer", now);
		}
		if (!received.isSuccess()) {
			return Inspection.unread(refusal(received.status()), told(received), now);
		}
		try {
			return judge(cart, CartState.of(received.body()), now);
		}
		catch (UnreadableAnswerException ex) {
			return Inspection.unread(InspectionVerdict.NOT_READ,
					"reading the cart got an answer that cannot be read: " + ex.reason(), now);
		}
	}

	private static InspectionVerdict refusal(int status) {
		return switch (status) {
			case 404 -> InspectionVerdict.NOT_FOUND;
			case 401, 403 -> InspectionVerdict.NO_ACCESS;
			default -> InspectionVerdict.NOT_READ;
		};
	}

	private static String told(Answer.Received received) {
		ApiError error = ApiError.of(received.body());
		return "reading the cart got HTTP " + received.status()
				+ ((error.code() != null) ? " code " + error.code() : "")
				+ ((error.description() != null) ? ": " + error.description() : "");
	}

	private Inspection judge(Cart cart, CartState state, Instant now) throws InterruptedException {
		Instant expiresAt = instant(state.expirationTimestamp());
		InspectionVerdict verdict = InspectionVerdict.WOULD_GO;
		String reason = null;
		String agreement = null;
		if (state.isOrdered()) {
			verdict = InspectionVerdict.ALREADY_ORDERED;
			reason = "the cart was ordered before";
		}
		else if (expiresAt != null && !expiresAt.isAfter(now)) {
			verdict = InspectionVerdict.EXPIRED;
			reason = "it expired at " + expiresAt;
		}
		else if (state.lineItems().isEmpty() || !faults(state).isEmpty()) {
			verdict = InspectionVerdict.LINE_ERRORS;
			reason = state.lineItems().isEmpty() ? "the cart has no lines" : faults(state);
		}
		else {
			Agreements.Acceptance acceptance = this.agreements.of(cart.customer());
			agreement = acceptance.words();
			if (acceptance.isMissing()) {
				verdict = InspectionVerdict.NO_AGREEMENT;
				reason = "the customer has not accepted the Microsoft Customer Agreement";
			}
		}
		List<CartLineItem> lines = state.lineItems();
		Set<String> currencies = lines.stream()
			.map((line) -> String.valueOf(line.currencyCode()))
			.collect(Collectors.toSet());
		boolean priced = lines.stream().allMatch((line) -> line.price() != null && line.currencyCode() != null)
				&& currencies.size() == 1;
		return new Inspection(verdict, reason, expiresAt, lines.size(), quantity(lines),
				priced ? lines.getFirst().currencyCode() : null, priced ? price(lines) : null, agreement,
				state.lastModifiedTimestamp(), now);
	}

	private static String faults(CartState state) {
		StringBuilder faults = new StringBuilder();
		for (int i = 0; i < state.lineItems().size(); i++) {
			CartLineItem line = state.lineItems().get(i);
			CartState.CartError error = line.error();
			if (error != null) {
				String meaning = CartErrors.meaning(error.code());
				faults.append(faults.isEmpty() ? "" : "; ")
					.append("line ")
					.append(i + 1)
					.append((line.friendlyName() != null) ? " (" + line.friendlyName() + ")" : "")
					.append(": error ")
					.append((error.code() != null) ? error.code() : "without a code")
					.append((meaning != null) ? ", " + meaning : "")
					.append((error.description() != null) ? ": " + error.description() : "");
			}
		}
		return faults.toString();
	}

	private static @Nullable Long quantity(List<CartLineItem> lines) {
		long sum = 0;
		for (CartLineItem line : lines) {
			Long quantity = line.quantity();
			if (quantity == null) {
				return null;
			}
			sum = Math.addExact(sum, quantity);
		}
		return sum;
	}

	private static BigDecimal price(List<CartLineItem> lines) {
		return lines.stream()
			.map((line) -> Objects.requireNonNull(line.price()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/**
	 * What has changed about a cart since it was planned, in words; empty if nothing has.
	 * One that is ordered by now is no change: asking for it again tells of its orders.
	 */
	public static String change(Inspection then, Inspection now) {
		if (now.verdict() == InspectionVerdict.ALREADY_ORDERED) {
			return "";
		}
		if (now.verdict() != InspectionVerdict.WOULD_GO) {
			return "it would have gone when it was planned, and would not now: "
					+ ((now.reason() != null) ? now.reason() : now.verdict().words());
		}
		List<String> changes = new ArrayList<>();
		if (!Objects.equals(then.currencyCode(), now.currencyCode()) || !isSame(then.price(), now.price())) {
			changes.add("its price was " + price(then) + " and is " + price(now));
		}
		if (!Objects.equals(then.quantity(), now.quantity()) || then.lines() != now.lines()) {
			changes.add("it had %s and has %s".formatted(content(then), content(now)));
		}
		if (!isSameTime(then.lastModified(), now.lastModified())) {
			changes.add("it was last changed at %s, and was at %s".formatted(now.lastModified(), then.lastModified()));
		}
		return String.join("; ", changes);
	}

	private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
		return (one != null && other != null) ? one.compareTo(other) == 0 : one == other;
	}

	private static boolean isSameTime(@Nullable String one, @Nullable String other) {
		Instant time = instant(one);
		return (time != null) ? time.equals(instant(other)) : Objects.equals(one, other);
	}

	private static String price(Inspection cart) {
		return (cart.price() != null) ? cart.price().toPlainString() + " " + cart.currencyCode() : "unknown";
	}

	private static String content(Inspection cart) {
		return "%d lines with a quantity of %s".formatted(cart.lines(),
				(cart.quantity() != null) ? cart.quantity() : "unknown");
	}

	/**
	 * A time with its zone, or in UTC; null if it cannot be read.
	 */
	static @Nullable Instant instant(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			try {
				return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
			}
			catch (DateTimeParseException other) {
				return null;
			}
		}
	}

}
