package dev.bulkcheckout.job;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemReader;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.cart.Objection;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.Spending;
import dev.bulkcheckout.ledger.StagedCart;
import dev.bulkcheckout.settings.Unpriced;

/**
 * Reads the run's carts that have no outcome together with what they said before anything
 * was bought, and decides in their order which of them may be bought within the limits of
 * the run: the same as if they were bought one after the other. Where that depends on
 * carts in flight, it waits for them.
 */
class PlannedCartReader implements ItemReader<StagedCart>, ItemWriteListener<Settlement> {

	private static final int PAGE = 100;

	private static final Duration WAIT = Duration.ofMillis(20);

	private final ActiveRun run;

	private final CartReader carts;

	private final Inspections inspections;

	private final DatabaseRetry retry;

	private final Queue<StagedCart> undecided = new ArrayDeque<>();

	private final Queue<StagedCart> decided = new ArrayDeque<>();

	/** Lines of carts that a former process asked for, or was about to. */
	private final Set<Long> askedBefore = new HashSet<>();

	/** Carts that were read and are not settled, by line. */
	private final Map<Long, Planned> inHand = new ConcurrentHashMap<>();

	private @Nullable Budget budget;

	PlannedCartReader(ActiveRun run, CartReader carts, Inspections inspections, DatabaseRetry retry) {
		this.run = run;
		this.carts = carts;
		this.inspections = inspections;
		this.retry = retry;
	}

	/**
	 * What is known of a cart that was read.
	 *
	 * @param inspection what it said
	 * @param objection why it is not to be bought; null if it is
	 * @param reserved whether its price was set aside
	 */
	record Planned(Inspection inspection, CheckoutOutcome.@Nullable HeldBack objection, boolean reserved) {
	}

	Planned planned(StagedCart cart) {
		return Objects.requireNonNull(this.inHand.get(cart.line()));
	}

	@Override
	public @Nullable StagedCart read() throws InterruptedException {
		Budget limits = budget();
		while (this.decided.isEmpty()) {
			if (this.undecided.isEmpty() && !readPage()) {
				return null;
			}
			if (!decide(limits) && this.run.stop().await(WAIT)) {
				return null;
			}
		}
		return this.decided.poll();
	}

	private Budget budget() {
		Budget limits = this.budget;
		if (limits == null) {
			limits = new Budget(this.run.options().maxSpend());
			for (Spending each : this.retry.call(() -> this.inspections.spending(this.run.id()))) {
				if (each.inFlight()) {
					limits.reserve(each.customer(), each.currency(), each.price());
				}
				else {
					limits.spend(each.customer(), each.currency(), each.price());
				}
			}
			// whether these were bought is to be known before any other is decided upon
			List<StagedCart> asked = this.retry.call(() -> this.inspections.handedOut(this.run.id()));
			asked.forEach((cart) -> this.askedBefore.add(cart.line()));
			take(asked, true);
			this.decided.addAll(asked);
			this.budget = limits;
		}
		return limits;
	}

	private boolean readPage() {
		List<StagedCart> page = new ArrayList<>();
		while (page.size() < PAGE) {
			StagedCart cart = this.carts.read();
			if (cart == null) {
				break;
			}
			if (!this.askedBefore.contains(cart.line())) {
				page.add(cart);
			}
		}
		take(page, false);
		return this.undecided.addAll(page);
	}

	private void take(List<StagedCart> page, boolean reserved) {
		if (page.isEmpty()) {
			return;
		}
		List<Long> lines = page.stream().map(StagedCart::line).toList();
		this.retry.call(() -> this.inspections.of(this.run.id(), lines))
			.forEach((line, inspection) -> this.inHand.put(line, new Planned(inspection, null, reserved)));
	}

	/**
	 * Decides of as many as can be.
	 * @return whether there were any
	 */
	private boolean decide(Budget limits) {
		List<StagedCart> now = new ArrayList<>();
		List<Long> toBuy = new ArrayList<>();
		while (!this.undecided.isEmpty()) {
			StagedCart cart = this.undecided.element();
			Planned planned = planned(cart);
			if (!limits.isEmpty()) {
				CustomerId customer = cart.cart().customer();
				if (fit(limits, customer, planned.inspection()) == Budget.Fit.NOT_YET_KNOWN) {
					break;
				}
				planned = decided(limits, customer, planned.inspection());
				this.inHand.put(cart.line(), planned);
			}
			if (planned.objection() == null) {
				toBuy.add(cart.line());
			}
			now.add(this.undecided.remove());
		}
		if (!toBuy.isEmpty() && !limits.isEmpty()) {
			this.retry.run(() -> this.inspections.handOut(this.run.lease(), toBuy));
		}
		return this.decided.addAll(now);
	}

	private static Budget.Fit fit(Budget limits, CustomerId customer, Inspection cart) {
		return (cart.price() != null && cart.currencyCode() != null)
				? limits.fit(customer, cart.currencyCode(), cart.price()) : Budget.Fit.YES;
	}

	private Planned decided(Budget limits, CustomerId customer, Inspection cart) {
		BigDecimal price = cart.price();
		String currency = cart.currencyCode();
		if (price == null || currency == null) {
			return new Planned(cart,
					(this.run.options().unpriced() == Unpriced.BUY) ? null
							: heldBack(Objection.NO_PRICE, "it tells no price, and what may be spent is limited"),
					false);
		}
		if (!limits.knows(currency)) {
			return new Planned(cart, heldBack(Objection.NO_LIMIT, "it costs %s %s, and --max-spend is not given for %s"
				.formatted(price.toPlainString(), currency, currency)), false);
		}
		String exceeded = limits.exceeded(customer, currency, price);
		if (exceeded != null) {
			return new Planned(cart, heldBack(Objection.OVER_LIMIT, exceeded), false);
		}
		limits.reserve(customer, currency, price);
		return new Planned(cart, null, true);
	}

	private static CheckoutOutcome.HeldBack heldBack(Objection objection, String reason) {
		return new CheckoutOutcome.HeldBack(objection, reason);
	}

	@Override
	public void afterWrite(Chunk<? extends Settlement> chunk) {
		Budget limits = budget();
		for (Settlement settlement : chunk) {
			Planned planned = this.inHand.remove(settlement.cart().line());
			if (planned != null && !settlement.result().outcome().leavesOpen()) {
				settle(limits, settlement, planned);
			}
		}
	}

	private static void settle(Budget limits, Settlement settlement, Planned planned) {
		CustomerId customer = settlement.cart().cart().customer();
		CheckoutOutcome outcome = settlement.result().outcome();
		BigDecimal price = planned.inspection().price();
		String currency = planned.inspection().currencyCode();
		List<Order> orders = outcome.orders();
		// spent before it is released, so that it never looks as if there were more left
		if (!orders.isEmpty()
				&& orders.stream().allMatch((order) -> order.totalPrice() != null && order.currencyCode() != null)) {
			orders.forEach((order) -> limits.spend(customer, Objects.requireNonNull(order.currencyCode()),
					Objects.requireNonNull(order.totalPrice())));
		}
		else if (price != null && currency != null && mayHaveBought(outcome, settlement.result().trace().attempts())) {
			limits.spend(customer, currency, price);
		}
		if (planned.reserved() && price != null && currency != null) {
			limits.release(customer, currency, price);
		}
	}

	private static boolean mayHaveBought(CheckoutOutcome outcome, int attempts) {
		return switch (outcome.outcome()) {
			case ORDERED, PARTIALLY_ORDERED, UNKNOWN -> true;
			case ALREADY_ORDERED -> attempts > 0;
			case REFUSED, NOT_ATTEMPTED -> false;
		};
	}

}
