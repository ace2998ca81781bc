package dev.bulkcheckout.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.OrderAnswer;
import dev.bulkcheckout.partnercenter.OrderReader;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.UnreadableAnswerException;
import dev.bulkcheckout.partnercenter.Subscription;

/**
 * Looks at orders for the subscription ids that Partner Center fills in later: Get Order
 * by ID at most once a look, and the subscriptions of the order as second source before
 * an id is given up or no longer expected.
 */
public final class OrderReads {

	/**
	 * Source: a new order can take so long to be found (MCP notes, read 2026-11),
	 * doubled.
	 */
	private static final Duration NOT_YET = Duration.ofMinutes(30);

	private static final String ORDER_NOT_FOUND = "20000";

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final SubscriptionRules subscriptions;

	private final PollingSchedule schedule;

	private final InstantSource clock;

	/**
	 * Asks through the given calls.
	 */
	public OrderReads(PartnerCenterClient client, PacedCalls<Answer> calls, ProductRules products,
			PollingSchedule schedule, InstantSource clock) {
		this.client = client;
		this.calls = calls;
		this.subscriptions = new SubscriptionRules(products);
		this.schedule = schedule;
		this.clock = clock;
	}

	/**
	 * How often an order is asked for in all.
	 */
	public int mostLooks() {
		return this.schedule.polling().maxReads();
	}

	/**
	 * Looks once.
	 * @param known the order as it is known
	 * @param orderedAt when its cart's checkout was answered
	 * @param readsBefore how often it was asked for before
	 * @param last whether no further look will follow: ids that are not found are given
	 * up
	 * @return empty if the run stops before anything was learned
	 */
	public Optional<OrderReading> read(CustomerId customer, Order known, Instant orderedAt, int readsBefore,
			boolean last) throws InterruptedException {
		try {
			return Optional.of(look(customer, known, orderedAt, readsBefore, last));
		}
		catch (CancellationException ex) {
			return Optional.empty();
		}
	}

	private OrderReading look(CustomerId customer, Order known, Instant orderedAt, int readsBefore, boolean last)
			throws InterruptedException {
		if (!isOpen(known)) {
			return reading(known, known.lineItems(), 0, 0, null, readsBefore, last);
		}
		Answer answer = this.calls.read(customer, known.id(), () -> this.client.order(customer, known.id()));
		Found found = found(answer, customer, known, orderedAt);
		int looks = readsBefore + 1;
		Order order = found.order();
		boolean giveUp = last || found.gone() || looks >= this.schedule.polling().maxReads();
		boolean hint = order.lineItems()
			.stream()
			.anyMatch((line) -> isAwaited(order, line) && this.subscriptions.hintsAtNone(order, line, looks));
		if (isOpen(order) && (giveUp || hint)) {
			boolean sure = !this.clock.instant().isBefore(orderedAt.plus(this.schedule.polling().noneAfter()));
			return secondLook(customer, order, found, looks, giveUp, last, sure);
		}
		return reading(order, order.lineItems(), 1, 0, found.problem(), looks, giveUp);
	}

	/**
	 * An order as it was found.
	 *
	 * @param order what is known of it now
	 * @param problem what hindered the look
	 * @param gone whether to look again is of no use
	 */
	private record Found(Order order, @Nullable String problem, boolean gone) {
	}

	private Found found(Answer answer, CustomerId customer, Order known, Instant orderedAt) {
		if (!(answer instanceof Answer.Received received)) {
			String what = (answer instanceof Answer.Lost lost) ? lost.what() : "it could not be sent";
			return new Found(known, "no answer: " + what, false);
		}
		if (received.isSuccess()) {
			try {
				OrderAnswer read = OrderReader.order(received.body(), customer, known.id());
				String notes = read.notes().isEmpty() ? null : String.join("; ", read.notes());
				return new Found(merged(known, read.order()), notes, false);
			}
			catch (UnreadableAnswerException ex) {
				return new Found(known, "the answer cannot be read: " + ex.reason(), false);
			}
		}
		ApiError error = ApiError.of(received.body());
		String problem = "HTTP " + received.status() + " " + ((error.code() != null) ? error.code() + " " : "")
				+ ((error.description() != null) ? error.description() : received.body().excerpt());
		boolean notFound = received.status() == 404 && (error.code() == null || ORDER_NOT_FOUND.equals(error.code()));
		boolean tooLate = this.clock.instant().isAfter(orderedAt.plus(NOT_YET));
		return new Found(known, problem.strip(), notFound && tooLate);
	}

	/**
	 * An id that is known stays known, and a line that is not listed any more stays.
	 */
	private static Order merged(Order known, Order seen) {
		List<OrderLineItem> lines = new ArrayList<>();
		for (OrderLineItem line : seen.lineItems()) {
			OrderLineItem before = line(known, line.lineItemNumber());
			boolean lost = before != null && before.subscriptionId() != null && line.subscriptionId() == null;
			lines.add((lost && before != null) ? before : line);
		}
		known.lineItems().stream().filter((line) -> line(seen, line.lineItemNumber()) == null).forEach(lines::add);
		return new Order(known.id(), seen.alternateId(), (seen.status() != null) ? seen.status() : known.status(),
				(seen.billingCycle() != null) ? seen.billingCycle() : known.billingCycle(), seen.currencyCode(),
				seen.creationDate(), seen.totalPrice(), lines);
	}

	private static @Nullable OrderLineItem line(Order order, int number) {
		return order.lineItems().stream().filter((line) -> line.lineItemNumber() == number).findFirst().orElse(null);
	}

	private OrderReading secondLook(CustomerId customer, Order order, Found found, int looks, boolean giveUp,
			boolean last, boolean sure) throws InterruptedException {
		Answer answer = this.calls.read(customer, order.id(), () -> this.client.subscriptions(customer, order.id()));
		Optional<List<Subscription>> listed = listed(answer, order);
		List<OrderLineItem> lines = new ArrayList<>();
		for (OrderLineItem line : order.lineItems()) {
			Subscription match = listed.map((all) -> SubscriptionRules.match(order, line, all)).orElse(null);
			boolean take = match != null && line.subscriptionId() == null;
			lines.add((take && match != null) ? withSubscription(line, match.id()) : line);
		}
		boolean none = listed.isPresent() && listed.get().isEmpty();
		String problem = listed.isEmpty() ? "its subscriptions cannot be listed" : found.problem();
		boolean asked = listed.isPresent() || last || looks >= this.schedule.polling().maxReads();
		OrderReading reading = reading(order, lines, 1, 1, problem, looks, giveUp && asked);
		return (none && sure) ? withoutExpectation(order, reading, looks) : reading;
	}

	/**
	 * Both sources agree, more than once and after a time in which an id that lags behind
	 * its order would have come, that there is no subscription.
	 */
	private OrderReading withoutExpectation(Order order, OrderReading reading, int looks) {
		List<OrderReading.Line> lines = reading.lines().stream().map((line) -> {
			boolean open = line.state() == SubscriptionState.AWAITED || line.state() == SubscriptionState.MISSING;
			return (open && this.subscriptions.hintsAtNone(order, line.item(), looks))
					? new OrderReading.Line(line.item(), SubscriptionState.NOT_EXPECTED) : line;
		}).toList();
		boolean open = lines.stream().anyMatch((line) -> line.state() == SubscriptionState.AWAITED);
		return new OrderReading(reading.status(), lines, reading.reads(), reading.secondReads(), reading.problem(),
				reading.readAt(), open ? reading.nextReadAt() : null);
	}

	private static Optional<List<Subscription>> listed(Answer answer, Order order) {
		if (!(answer instanceof Answer.Received received) || !received.isSuccess()) {
			return Optional.empty();
		}
		try {
			return Optional.of(Subscription.list(received.body())
				.items()
				.stream()
				.filter((subscription) -> SubscriptionRules.isOf(order, subscription))
				.toList());
		}
		catch (UnreadableAnswerException ex) {
			return Optional.empty();
		}
	}

	private static OrderLineItem withSubscription(OrderLineItem line, String subscriptionId) {
		return new OrderLineItem(line.lineItemNumber(), line.offerId(), line.friendlyName(), line.quantity(),
				line.termDuration(), subscriptionId, line.subscriptionLinked(), line.extendedPrice());
	}

	private OrderReading reading(Order order, List<OrderLineItem> items, int reads, int secondReads,
			@Nullable String problem, int looks, boolean giveUp) {
		List<OrderReading.Line> lines = items.stream().map((item) -> {
			SubscriptionState state = this.subscriptions.state(order, item);
			boolean missing = giveUp && state == SubscriptionState.AWAITED;
			return new OrderReading.Line(item, missing ? SubscriptionState.MISSING : state);
		}).toList();
		Instant now = this.clock.instant();
		boolean open = lines.isEmpty() || lines.stream().anyMatch((line) -> line.state() == SubscriptionState.AWAITED);
		return new OrderReading(order.status(), lines, reads, secondReads, problem, now,
				(open && !giveUp) ? this.schedule.next(now, looks) : null);
	}

	private boolean isOpen(Order order) {
		return order.lineItems().isEmpty() || order.lineItems().stream().anyMatch((line) -> isAwaited(order, line));
	}

	private boolean isAwaited(Order order, OrderLineItem line) {
		return this.subscriptions.state(order, line) == SubscriptionState.AWAITED;
	}

}
