package dev.bulkcheckout.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.cart.SubscriptionState;

import static dev.bulkcheckout.ledger.LedgerUnderTest.ANSWERED;
import static dev.bulkcheckout.ledger.LedgerUnderTest.FIRST_LOOK;
import static dev.bulkcheckout.ledger.LedgerUnderTest.item;
import static dev.bulkcheckout.ledger.LedgerUnderTest.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OrdersIntegrationTests {

	private static final Instant DUE = ANSWERED.plus(FIRST_LOOK);

	private static final Instant LATER = DUE.plusSeconds(60);

	private final LedgerUnderTest ledger = new LedgerUnderTest();

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void orderIsDueWhenItsTimeHasCome() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("o1", item(1, null), item(0, "s0")), order("done", item(0, "s")));
		assertThat(this.ledger.orders.due(List.of(lease.run()), DUE.minusMillis(1), 10)).isEmpty();
		OpenOrder due = this.ledger.orders.due(List.of(lease.run()), DUE, 10).getFirst();
		assertThat(due.order().id().value()).isEqualTo("o1");
		assertThat(due.order().totalPrice()).isEqualTo(new BigDecimal("10.10"));
		assertThat(due.order().lineItems()).containsExactly(item(0, "s0"), item(1, null));
		assertThat(due.orderedAt()).isEqualTo(ANSWERED);
		assertThat(this.ledger.orders.nextDue(List.of(lease.run()))).contains(DUE);
	}

	@Test
	void ordersOfAllRunsAskedForAreDueAndOfNoOther() {
		Lease one = this.ledger.aRunWithCarts(1, 20);
		Lease two = this.ledger.aRunWithCarts(2, 3);
		for (int i = 0; i < 20; i++) {
			this.ledger.ordered(one, order("o" + i, item(0, null)));
		}
		this.ledger.ordered(two, order("p", item(0, null)));
		List<OpenOrder> due = this.ledger.orders.due(List.of(one.run(), two.run()), DUE, 100);
		assertThat(due).extracting((order) -> order.order().id().value()).hasSize(21).doesNotHaveDuplicates();
		assertThat(this.ledger.orders.nextDue(List.of(one.run(), two.run()))).contains(DUE);
		assertThat(this.ledger.orders.due(List.of(two.run()), DUE, 100)).hasSize(1);
	}

	@Test
	void ordersThatWaitedLongestComeFirstUpToTheLimit() {
		Lease lease = this.ledger.aRunWithCarts(1, 3);
		for (int i = 1; i <= 3; i++) {
			this.ledger.ordered(lease, order("o" + i, item(0, null), item(1, null)));
		}
		look(lease, "o1", SubscriptionState.AWAITED, DUE.plusSeconds(1));
		assertThat(this.ledger.orders.due(List.of(lease.run()), LATER, 2))
			.extracting((order) -> order.order().id().value())
			.containsExactly("o2", "o3");
	}

	@Test
	void lookIsCountedAndSaysWhenToLookAgain() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("o", item(0, null)));
		OpenOrder open = open(lease, "o");
		this.ledger.orders.record(Map.of(lease.run(), lease), List
			.of(new PolledOrder(open, new OrderReading("pending", List.of(), 2, 1, "HTTP\u0000 503", DUE, LATER))));
		this.ledger.orders.record(Map.of(lease.run(), lease),
				List.of(new PolledOrder(open, new OrderReading(null, List.of(), 1, 0, null, DUE, LATER))));
		assertThat(this.ledger.rows("status, reads, second_reads, last_read_problem", "cart_order"))
			.containsExactly("pending 3 1 -");
		assertThat(this.ledger.orders.nextDue(List.of(lease.run()))).contains(LATER);
	}

	@Test
	void idOnceKnownIsNeverLostByALaterLook() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("o", item(0, null), item(1, null)));
		OpenOrder open = open(lease, "o");
		record(lease, open, DUE, new OrderReading.Line(item(0, "s0"), SubscriptionState.PROVISIONED),
				new OrderReading.Line(item(1, null), SubscriptionState.AWAITED));
		record(lease, open, LATER, new OrderReading.Line(item(0, null), SubscriptionState.MISSING),
				new OrderReading.Line(item(1, null), SubscriptionState.MISSING));
		record(lease, open, LATER, new OrderReading.Line(item(0, "other"), SubscriptionState.PROVISIONED));
		assertThat(this.ledger.rows(
				"line_item_number, subscription_id, subscription_state, provisioned_at at time zone 'UTC'",
				"order_line_item order by line_item_number"))
			.containsExactly("0 s0 PROVISIONED 2026-11-22 01:02:08.456", "1 - MISSING -");
	}

	@Test
	void lineThatCameLateIsEntered() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("o"));
		record(lease, open(lease, "o"), DUE, new OrderReading.Line(item(0, "s"), SubscriptionState.PROVISIONED));
		assertThat(
				this.ledger.rows("line_item_number, friendly_name, subscription_id, extended_price", "order_line_item"))
			.containsExactly("0 Business Basic s 5.05");
	}

	@Test
	void formerHolderWritesNothing() {
		Lease one = this.ledger.aRunWithCarts(1, 1);
		Lease two = this.ledger.aRunWithCarts(2, 1);
		this.ledger.ordered(one, order("o", item(0, null)));
		this.ledger.ordered(two, order("p", item(0, null)));
		PolledOrder first = new PolledOrder(open(one, "o"),
				new OrderReading("pending", List.of(), 1, 0, null, DUE, LATER));
		PolledOrder second = new PolledOrder(open(two, "p"),
				new OrderReading("pending", List.of(), 1, 0, null, DUE, LATER));
		assertThat(this.ledger.leases.takeOver(two.run(), LedgerUnderTest.THERE, two.token())).isPresent();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(
				() -> this.ledger.orders.record(Map.of(one.run(), one, two.run(), two), List.of(first, second)));
		assertThat(this.ledger.rows("reads", "cart_order")).containsExactly("0", "0");
	}

	@Test
	void lineThatCannotBeStoredDoesNotTakeItsNeighboursWithIt() {
		Lease lease = this.ledger.aRunWithCarts(1, 2);
		this.ledger.ordered(lease, order("bad"));
		this.ledger.ordered(lease, order("good"));
		OrderLineItem unstorable = this.ledger.anUnstorableLine();
		this.ledger.orders.record(Map.of(lease.run(), lease), List.of(new PolledOrder(open(lease, "bad"),
				new OrderReading(null, List.of(new OrderReading.Line(unstorable, SubscriptionState.PROVISIONED)), 1, 0,
						null, DUE, null)),
				new PolledOrder(open(lease, "good"),
						new OrderReading(null,
								List.of(new OrderReading.Line(item(0, "t"), SubscriptionState.PROVISIONED)), 1, 0, null,
								DUE, null))));
		assertThat(this.ledger.rows("subscription_id", "order_line_item")).containsExactly("t");
		assertThat(this.ledger.rows("order_id, reads", "cart_order order by line")).containsExactly("bad 1", "good 1");
		assertThat(this.ledger.rows("last_read_problem", "cart_order where order_id = 'bad'")).singleElement()
			.asString()
			.contains("could not be stored");
	}

	@Test
	void idsThatWereGivenUpAreAskedForAgain() {
		Lease lease = this.ledger.aRunWithCarts(1, 4);
		for (String id : List.of("missing", "tired", "unexpected", "there")) {
			this.ledger.ordered(lease, order(id, item(0, null)));
		}
		look(lease, "missing", SubscriptionState.MISSING, null);
		OpenOrder tired = open(lease, "tired");
		this.ledger.orders.record(Map.of(lease.run(), lease), List.of(new PolledOrder(tired, new OrderReading(null,
				List.of(new OrderReading.Line(item(0, null), SubscriptionState.MISSING)), 50, 0, null, DUE, null))));
		look(lease, "unexpected", SubscriptionState.NOT_EXPECTED, null);
		record(lease, open(lease, "there"), DUE, new OrderReading.Line(item(0, "s"), SubscriptionState.PROVISIONED));
		assertThat(this.ledger.orders.nextDue(List.of(lease.run()))).isEmpty();
		assertThat(this.ledger.runs.withIdsStillOpen(Instant.EPOCH)).isEmpty();
		this.ledger.runs.checkedOut(lease.run());
		assertThat(this.ledger.runs.withIdsStillOpen(Instant.EPOCH)).containsExactly(lease.run());
		assertThat(this.ledger.orders.reopen(lease, 50)).isEqualTo(1);
		assertThat(this.ledger.rows("o.order_id, i.subscription_state",
				"cart_order o join order_line_item i on i.cart_order_id = o.id order by o.id"))
			.containsExactly("missing AWAITED", "tired MISSING", "unexpected NOT_EXPECTED", "there PROVISIONED");
		assertThat(this.ledger.orders.nextDue(List.of(lease.run()))).isPresent();
	}

	private void look(Lease lease, String id, SubscriptionState state, @Nullable Instant next) {
		OpenOrder open = open(lease, id);
		List<OrderReading.Line> lines = open.order()
			.lineItems()
			.stream()
			.map((item) -> new OrderReading.Line(item, state))
			.toList();
		this.ledger.orders.record(Map.of(lease.run(), lease),
				List.of(new PolledOrder(open, new OrderReading(null, lines, 1, 0, null, DUE, next))));
	}

	private void record(Lease lease, OpenOrder open, Instant at, OrderReading.Line... lines) {
		this.ledger.orders.record(Map.of(lease.run(), lease),
				List.of(new PolledOrder(open, new OrderReading(null, List.of(lines), 1, 0, null, at, null))));
	}

	private OpenOrder open(Lease lease, String id) {
		return this.ledger.orders.due(List.of(lease.run()), Instant.parse("2100-01-01T00:00:00Z"), 100)
			.stream()
			.filter((open) -> open.order().id().value().equals(id))
			.findFirst()
			.orElseThrow();
	}

}
