package dev.bulkcheckout.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.RequestId;

import static dev.bulkcheckout.ledger.LedgerUnderTest.ANSWERED;
import static dev.bulkcheckout.ledger.LedgerUnderTest.item;
import static dev.bulkcheckout.ledger.LedgerUnderTest.order;
import static dev.bulkcheckout.ledger.LedgerUnderTest.settlement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Execution(ExecutionMode.CONCURRENT)
class CartsIntegrationTests {

	private final LedgerUnderTest ledger = new LedgerUnderTest();

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void outcomeOrdersLinesAndErrorsAreEnteredOnceEvenWhenSettledTwice() {
		Lease lease = this.ledger.aRunWithCarts(1, 2);
		List<StagedCart> carts = this.ledger.unsettled(lease);
		List<Settlement> settlements = List.of(
				settlement(carts.get(0),
						new CheckoutOutcome.PartiallyOrdered(List.of(order("o1", item(0, "s0"), item(1, null))),
								List.of(new OrderError("1", "800009", "at fault"), new OrderError(null, null, null)))),
				settlement(carts.get(1), new CheckoutOutcome.Ordered(List.of(order("o2")))));
		this.ledger.carts.settle(lease, settlements);
		this.ledger.carts.settle(lease, settlements);
		assertThat(this.ledger.rows("line, outcome, attempts, http_status, completed_at at time zone 'UTC'",
				"cart order by line"))
			.containsExactly("1 PARTIALLY_ORDERED 2 201 2026-11-22 01:02:03.456",
					"2 ORDERED 2 201 2026-11-22 01:02:03.456");
		assertThat(this.ledger.rows("line, order_id, status, total_price", "cart_order order by line"))
			.containsExactly("1 o1 completed 10.10", "2 o2 completed 10.10");
		assertThat(this.ledger.rows("line_item_number, subscription_id, subscription_state, quantity",
				"order_line_item order by 1"))
			.containsExactly("0 s0 PROVISIONED 3", "1 - AWAITED 3");
		assertThat(this.ledger.rows("line, order_group_id, code, description", "order_error order by id"))
			.containsExactly("1 1 800009 at fault", "1 - - -");
		assertThat(this.ledger.carts.countUnsettled(lease.run())).isZero();
	}

	@Test
	void cartsThatWereHandedOutMayHaveBeenAskedByADeadProcess() {
		Lease lease = this.ledger.aRunWithCarts(1, 5);
		assertThat(this.ledger.unsettled(lease)).extracting(StagedCart::askedBefore).containsOnly(false);
		this.ledger.carts.handOut(lease.run(), 3);
		this.ledger.carts.handOut(lease.run(), 2);
		assertThat(this.ledger.unsettled(lease)).extracting(StagedCart::askedBefore)
			.containsExactly(true, true, true, false, false);
	}

	@Test
	void cartThatWasAskedAndLeftHasBeenAskedBefore() {
		Lease lease = this.ledger.aRunWithCarts(1, 2);
		StagedCart cart = this.ledger.unsettled(lease).getFirst();
		this.ledger.carts.settle(lease, List.of(settlement(cart, new CheckoutOutcome.NotAttempted("stopped"))));
		assertThat(this.ledger.unsettled(lease)).extracting(StagedCart::askedBefore).containsExactly(true, false);
	}

	@Test
	void attemptsOfAllProcessesAddUpAndNoneIsCountedTwice() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		StagedCart cart = this.ledger.unsettled(lease).getFirst();
		List<Settlement> left = List.of(settlement(cart, new CheckoutOutcome.NotAttempted("stopped")));
		this.ledger.carts.settle(lease, left);
		this.ledger.carts.settle(lease, left);
		assertThat(this.ledger.rows("attempts", "cart")).containsExactly("2");
		List<Settlement> settled = List.of(settlement(cart, new CheckoutOutcome.Unknown("no answer")));
		this.ledger.carts.settle(lease, settled);
		this.ledger.carts.settle(lease, settled);
		assertThat(this.ledger.rows("attempts", "cart")).containsExactly("4");
	}

	@Test
	void firstOutcomeStays() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		StagedCart cart = this.ledger.unsettled(lease).getFirst();
		this.ledger.carts.settle(lease, List.of(settlement(cart, new CheckoutOutcome.Ordered(List.of(order("o1"))))));
		this.ledger.carts.settle(lease, List.of(settlement(cart, new CheckoutOutcome.Unknown("later")),
				settlement(cart, new CheckoutOutcome.NotAttempted("later still"))));
		assertThat(this.ledger.rows("outcome, error_description", "cart")).containsExactly("ORDERED -");
	}

	@Test
	void orderIsOpenAsLongAsALineOrAllLinesAreNotThere() {
		Lease lease = this.ledger.aRunWithCarts(1, 4);
		this.ledger.ordered(lease, order("whole", item(0, "s")));
		this.ledger.ordered(lease, order("half", item(0, "s"), item(1, null)));
		this.ledger.ordered(lease, order("none"));
		this.ledger.ordered(lease,
				new Order(new OrderId("failed"), null, "cancelled", null, null, null, null, List.of(item(0, null))));
		assertThat(this.ledger.rows("order_id, next_read_at at time zone 'UTC'", "cart_order order by line"))
			.containsExactly("whole -", "half 2026-11-22 01:02:08.456", "none 2026-11-22 01:02:08.456", "failed -");
	}

	@Test
	void notAttemptedLeavesTheCartOpenAndKeepsWhatWasSaid() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		StagedCart cart = this.ledger.unsettled(lease).getFirst();
		RequestId another = RequestId.random();
		CallTrace trace = new CallTrace(3, 401, "900150", null, UUID.fromString("0b0b0b0b-0000-0000-0000-000000000001"),
				another);
		this.ledger.carts.settle(lease, List.of(new Settlement(cart,
				new CheckoutResult(new CheckoutOutcome.NotAttempted("role lacks the right"), trace, ANSWERED))));
		assertThat(
				this.ledger.rows("outcome, attempts, http_status, error_code, error_description, completed_at", "cart"))
			.containsExactly("- 3 401 900150 role lacks the right -");
		assertThat(this.ledger.unsettled(lease)).singleElement().extracting(StagedCart::requestId).isEqualTo(another);
	}

	@Test
	void formerHolderWritesNothing() {
		Lease old = this.ledger.aRunWithCarts(1, 1);
		StagedCart cart = this.ledger.unsettled(old).getFirst();
		Lease taken = this.ledger.leases.takeOver(old.run(), LedgerUnderTest.THERE, old.token()).orElseThrow();
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.ledger.carts.settle(old,
					List.of(settlement(cart, new CheckoutOutcome.Ordered(List.of(order("o1")))))))
			.withMessageContaining("run 1 is worked on by another process");
		assertThat(this.ledger.rows("outcome, attempts", "cart")).containsExactly("- 0");
		assertThat(this.ledger.rows("order_id", "cart_order")).isEmpty();
		assertThat(this.ledger.unsettled(taken)).hasSize(1);
	}

	@Test
	void nulAndHalvesOfSurrogatePairsDoNotKeepAnAnswerOut() {
		Lease lease = this.ledger.aRunWithCarts(1, 2);
		String awkward = "a\u0000b\uD834c\uDD1E d\uD834\uDD1E";
		String kept = "a\uFFFDb\uFFFDc\uFFFD d\uD834\uDD1E";
		this.ledger.ordered(lease,
				new Order(new OrderId("o" + awkward), awkward, awkward, awkward, awkward, awkward, null,
						List.of(new OrderLineItem(0, awkward, awkward, 1L, awkward, "s" + awkward, true,
								new BigDecimal("1")))));
		this.ledger.carts.settle(lease, List.of(settlement(this.ledger.unsettled(lease).getFirst(),
				new CheckoutOutcome.Refused(awkward, List.of(new OrderError(awkward, awkward, awkward))))));
		assertThat(this.ledger.rows("outcome, error_description", "cart order by line")).containsExactly("ORDERED -",
				"REFUSED " + kept);
		assertThat(this.ledger.rows("order_id, alternate_id, status", "cart_order"))
			.containsExactly("o" + kept + " " + kept + " " + kept);
		assertThat(this.ledger.rows("friendly_name, subscription_id", "order_line_item"))
			.containsExactly(kept + " s" + kept);
		assertThat(this.ledger.rows("order_group_id, code, description", "order_error"))
			.containsExactly(kept + " " + kept + " " + kept);
	}

	@Test
	void answerThatCannotBeStoredDoesNotTakeItsNeighboursWithIt() {
		Lease lease = this.ledger.aRunWithCarts(1, 3);
		List<StagedCart> carts = this.ledger.unsettled(lease);
		OrderLineItem unstorable = this.ledger.anUnstorableLine();
		this.ledger.carts.settle(lease,
				List.of(settlement(carts.get(0), new CheckoutOutcome.Ordered(List.of(order("o1", item(0, "s1"))))),
						settlement(carts.get(1),
								new CheckoutOutcome.Ordered(List.of(order("o2"), order("o2b", unstorable)))),
						settlement(carts.get(2), new CheckoutOutcome.Ordered(List.of(order("o3", item(0, "s3")))))));
		assertThat(this.ledger.rows("line, outcome", "cart order by line")).containsExactly("1 ORDERED", "2 ORDERED",
				"3 ORDERED");
		assertThat(this.ledger.rows("note", "cart where line = 2")).singleElement()
			.asString()
			.contains("could not be stored whole", "its order ids are kept");
		assertThat(this.ledger.rows("order_id, next_read_at is not null", "cart_order order by line, id"))
			.containsExactly("o1 false", "o2 true", "o2b true", "o3 false");
	}

	@Test
	void orderThatCannotBeStoredAtAllIsNamedInTheOutcome() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.database.jdbc().sql("alter table cart_order add check (order_id <> 'o2')").update();
		this.ledger.carts.settle(lease, List.of(settlement(this.ledger.unsettled(lease).getFirst(),
				new CheckoutOutcome.Ordered(List.of(order("o2"), order("o2b"))))));
		assertThat(this.ledger.rows("outcome", "cart")).containsExactly("UNKNOWN");
		assertThat(this.ledger.rows("error_description", "cart")).singleElement()
			.asString()
			.contains("the answer was read but could not be stored", "orders in it: o2, o2b");
	}

	@Test
	void notesOfAnAnswerAreKeptWithItsCart() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		Settlement plain = settlement(this.ledger.unsettled(lease).getFirst(),
				new CheckoutOutcome.Ordered(List.of(order("o1"))));
		this.ledger.carts.settle(lease,
				List.of(new Settlement(plain.cart(), new CheckoutResult(plain.result().outcome(),
						plain.result().trace(), ANSWERED, List.of("odd", "a\u0000b")))));
		assertThat(this.ledger.rows("outcome, note", "cart")).containsExactly("ORDERED odd; a\uFFFDb");
	}

	@Test
	void textOfAMegabyteIsKept() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		String long1 = "\u202E\u00FC".repeat(512 * 1024);
		this.ledger.ordered(lease, new Order(new OrderId("o"), long1, long1, long1, long1, long1, null,
				List.of(new OrderLineItem(0, long1, long1, 1L, long1, "s", true, null))));
		assertThat(this.ledger.rows("order_id, length(status)", "cart_order")).containsExactly("o 1048576");
		assertThat(this.ledger.rows("subscription_id, length(friendly_name)", "order_line_item"))
			.containsExactly("s 1048576");
	}

	@Test
	void anotherCartsOrderIsKnownByItsGuidInAnyCase() {
		Lease lease = this.ledger.aRunWithCarts(1, 2);
		String guid = "7B7F1C0E-0000-4000-8000-00000000A001";
		this.ledger.ordered(lease, order(guid), order("-aB_"));
		Cart other = this.ledger.unsettled(lease).getFirst().cart();
		assertThat(this.ledger.carts.isAnothersOrder(new OrderId(guid.toLowerCase(Locale.ROOT)), other)).isTrue();
		assertThat(this.ledger.carts.isAnothersOrder(new OrderId("-aB_"), other)).isTrue();
		assertThat(this.ledger.carts.isAnothersOrder(new OrderId("-ab_"), other)).isFalse();
	}

	@Test
	void moneyIsExact() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("a", "0.1", item(0, "s", "0.30000000000000004")), order("b", "0.2"),
				order("c", "99999999999999.999"), order("d", "12345678901234567.89"), order("e", "1.00"),
				order("f", "-0.10"));
		assertThat(this.ledger.rows("total_price", "cart_order order by order_id")).containsExactly("0.1", "0.2",
				"99999999999999.999", "12345678901234567.89", "1.00", "-0.10");
		assertThat(this.ledger.rows("extended_price", "order_line_item")).containsExactly("0.30000000000000004");
		assertThat(this.ledger.database.jdbc()
			.sql("select sum(total_price) = 0.3 from cart_order where order_id in ('a', 'b')")
			.query(Boolean.class)
			.single()).isTrue();
	}

	@Test
	void orderIdsThatDifferInCaseAreTwoOrders() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease, order("-aB_", item(0, "s1")), order("-Ab_", item(0, "s2")));
		assertThat(this.ledger.rows("order_id", "cart_order order by id")).containsExactly("-aB_", "-Ab_");
		assertThat(this.ledger.rows("subscription_id", "order_line_item order by cart_order_id")).containsExactly("s1",
				"s2");
	}

	@Test
	void largestQuantityIsKept() {
		Lease lease = this.ledger.aRunWithCarts(1, 1);
		this.ledger.ordered(lease,
				order("o", new OrderLineItem(0, null, null, Long.MAX_VALUE, null, null, false, null)));
		assertThat(this.ledger.rows("quantity", "order_line_item")).containsExactly("9223372036854775807");
	}

	@Test
	void cartsAreHandedOutByPosition() {
		Lease lease = this.ledger.aRunWithCarts(1, 5);
		assertThat(this.ledger.carts.unsettled(lease.run(), 1, 2)).extracting(StagedCart::position)
			.containsExactly(2L, 3L);
		assertThat(this.ledger.carts.unsettled(lease.run(), 3, 9)).extracting(StagedCart::position)
			.containsExactly(4L, 5L);
	}

}
