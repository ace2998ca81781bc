package dev.bulkcheckout.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.RunId;

/**
 * A ledger of its own for a test, and what to put into it.
 */
final class LedgerUnderTest implements AutoCloseable {

	static final Instant ANSWERED = Instant.parse("2026-11-22T01:02:03.456Z");

	static final Duration FIRST_LOOK = Duration.ofSeconds(5);

	static final LeaseHolder HERE = new LeaseHolder("here", 1, null);

	static final LeaseHolder THERE = new LeaseHolder("there", 2, Instant.parse("2026-11-22T01:00:00Z"));

	private static final String ALICE = "a0000000-0000-0000-0000-00000000000a";

	final TestDatabase database = TestDatabase.migrated();

	final Leases leases = new Leases(this.database.jdbc(), Duration.ofMinutes(10));

	final Runs runs = new Runs(this.database.jdbc());

	final Carts carts = new Carts(this.database.template(), this.database.transactions(), this.leases, FIRST_LOOK);

	final Orders orders = new Orders(this.database.template(), this.database.transactions(), this.leases);

	private final Staging staging = new Staging(this.database.dataSource(), this.database.transactions(), this.leases,
			new CarriedCarts(this.database.jdbc(), List.of()));

	/**
	 * A run that nobody works on.
	 */
	RunId aRun(long id) {
		this.database.jdbc()
			.sql("insert into batch_job_instance values (:id, 0, 'bulkCheckout', :key)")
			.param("id", id)
			.param("key", "key" + id)
			.update();
		RunId run = new RunId(id);
		this.runs.enter(run, new NewRun("key" + id, "carts.csv", null, null, null, null, null, false, "{}"));
		return run;
	}

	/**
	 * A leased run with carts on the lines 1, 2, ….
	 */
	Lease aRunWithCarts(long id, int carts) {
		Lease lease = this.leases.acquire(aRun(id), HERE).orElseThrow();
		this.staging.stage(lease, (rows) -> {
			for (int i = 1; i <= carts; i++) {
				rows.cart(i, new Cart(new CustomerId(ALICE), new CartId("c0000000-0000-0000-0000-%012d".formatted(i))));
			}
			return carts;
		}, "", Duration.ZERO);
		return lease;
	}

	List<StagedCart> unsettled(Lease lease) {
		return this.carts.unsettled(lease.run(), 0, 1000);
	}

	/**
	 * Settles the run's next cart with orders.
	 */
	void ordered(Lease lease, Order... orders) {
		this.carts.settle(lease,
				List.of(settlement(unsettled(lease).getFirst(), new CheckoutOutcome.Ordered(List.of(orders)))));
	}

	static Settlement settlement(StagedCart cart, CheckoutOutcome outcome) {
		CallTrace trace = new CallTrace(2, 201, null, null, UUID.fromString("0b0b0b0b-0000-0000-0000-000000000001"),
				cart.requestId());
		return new Settlement(cart, new CheckoutResult(outcome, trace, ANSWERED));
	}

	static Order order(String id, OrderLineItem... items) {
		return order(id, "10.10", items);
	}

	static Order order(String id, String price, OrderLineItem... items) {
		return new Order(new OrderId(id), null, "completed", "monthly", "EUR", "2026-11-22T01:02:03Z",
				new BigDecimal(price), List.of(items));
	}

	static OrderLineItem item(int number, @Nullable String subscription) {
		return item(number, subscription, "5.05");
	}

	static OrderLineItem item(int number, @Nullable String subscription, String price) {
		return new OrderLineItem(number, "offer", "Business Basic", 3L, "P1Y", subscription, false,
				new BigDecimal(price));
	}

	/**
	 * A line that this database does not take from now on.
	 */
	OrderLineItem anUnstorableLine() {
		this.database.jdbc().sql("alter table order_line_item add check (offer_id <> 'unstorable')").update();
		return new OrderLineItem(0, "unstorable", null, null, null, "s", false, null);
	}

	/**
	 * Rows as text, the columns parted by blanks, nulls as dashes.
	 */
	List<String> rows(String columns, String rest) {
		String row = "concat_ws(' ', " + Arrays.stream(columns.split(","))
			.map((column) -> "coalesce((" + column.strip() + ")::text, '-')")
			.collect(Collectors.joining(", ")) + ")";
		return this.database.jdbc().sql("select " + row + " from " + rest).query(String.class).list();
	}

	@Override
	public void close() {
		this.database.close();
	}

}
