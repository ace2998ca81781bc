package dev.bulkcheckout.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.ledger.RunEvents;
import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.ledger.RunPulses;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;
import dev.bulkcheckout.ledger.Staging;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.report.files.ResultFiles;

/**
 * A ledger that is filled as the job fills it.
 */
public final class LedgerFixture implements AutoCloseable {

	public static final String ALICE = "a0000000-0000-0000-0000-00000000000a";

	public static final Instant ANSWERED = Instant.parse("2026-11-21T22:00:00.120Z");

	public static final Instant NEXT_LOOK = Instant.parse("2026-11-21T22:30:00Z");

	public final TestDatabase database = TestDatabase.migrated();

	public final Leases leases = new Leases(this.database.jdbc(), Duration.ofSeconds(30));

	public final Runs runs = new Runs(this.database.jdbc());

	public final Carts carts = new Carts(this.database.template(), this.database.transactions(), this.leases,
			Duration.ofSeconds(5));

	public final Orders orders = new Orders(this.database.template(), this.database.transactions(), this.leases);

	public final Staging staging = new Staging(this.database.dataSource(), this.database.transactions(), this.leases,
			new CarriedCarts(this.database.jdbc(), List.of()));

	public final RunReports reports = new RunReports(this.database.dataSource(), this.leases, ErrorCodes::explain,
			ZoneId.systemDefault());

	public final ResultFiles files = new ResultFiles(this.reports);

	/**
	 * A run that somebody works on.
	 */
	public Lease aRun(long id) {
		return aRun(id, new NewRun("key" + id, "carts.csv", "5ad1", null, null, null, null, false, "{}"));
	}

	public Lease aRun(long id, NewRun run) {
		this.database.jdbc()
			.sql("insert into batch_job_instance values (:id, 0, 'bulkCheckout', :key)")
			.param("id", id)
			.param("key", "key" + id)
			.update();
		this.runs.enter(new RunId(id), run);
		Lease lease = this.leases.acquire(new RunId(id), new LeaseHolder("night-01", 4711, null)).orElseThrow();
		this.runs.started(lease.run());
		return lease;
	}

	/**
	 * A run that only read carts: one would go, one has a faulty line, one is expired.
	 */
	public void aPreflight(long id) {
		Lease lease = aRun(id,
				new NewRun(Run.PREFLIGHT + "key", "carts.csv", "5ad1", null, null, null, null, false, "{}"));
		staged(lease, 3);
		Inspections inspections = new Inspections(this.database.template(), this.database.transactions(), this.leases);
		List<StagedCart> carts = inspections.uninspected(lease.run(), 0, 3);
		List<InspectionVerdict> verdicts = List.of(InspectionVerdict.WOULD_GO, InspectionVerdict.LINE_ERRORS,
				InspectionVerdict.EXPIRED);
		for (int i = 0; i < 3; i++) {
			inspections.enter(lease,
					List.of(new InspectedCart(carts.get(i),
							new Inspection(verdicts.get(i), (i > 0) ? "line 1: error 10018" : null,
									ANSWERED.plus(Duration.ofDays(i)), 1, 2L, "USD", new BigDecimal("30.40"), null,
									null, ANSWERED),
							null)));
		}
		this.runs.finished(lease.run(), 3);
	}

	/**
	 * Enters carts on the lines 2, 3, ….
	 */
	public void staged(Lease lease, int carts) {
		this.staging.stage(lease, (rows) -> {
			for (int i = 1; i <= carts; i++) {
				rows.cart(i + 1, cart(i));
			}
			return carts;
		}, "repeats line ", Duration.ZERO);
	}

	public static Cart cart(int number) {
		return new Cart(new CustomerId(ALICE), new CartId("c0000000-0000-0000-0000-%012d".formatted(number)));
	}

	/**
	 * Settles the next cart that has no outcome.
	 */
	public void settled(Lease lease, CheckoutOutcome outcome, @Nullable Integer status, @Nullable String code) {
		StagedCart cart = this.carts.unsettled(lease.run(), 0, 1).getFirst();
		settled(lease, cart, outcome, status, code);
	}

	public void settled(Lease lease, StagedCart cart, CheckoutOutcome outcome, @Nullable Integer status,
			@Nullable String code) {
		CallTrace trace = new CallTrace(1, status, code, null, UUID.fromString("0b0b0b0b-0000-0000-0000-000000000001"),
				cart.requestId());
		this.carts.settle(lease,
				List.of(new Settlement(cart, new CheckoutResult(outcome, trace, ANSWERED.plusSeconds(cart.line())))));
	}

	/**
	 * Orders the next cart, whose answer is odd.
	 */
	public void ordered(Lease lease, String... notes) {
		StagedCart cart = this.carts.unsettled(lease.run(), 0, 1).getFirst();
		CallTrace trace = new CallTrace(1, 201, null, null, UUID.fromString("0b0b0b0b-0000-0000-0000-000000000001"),
				cart.requestId());
		this.carts.settle(lease,
				List.of(new Settlement(cart, new CheckoutResult(new CheckoutOutcome.Ordered(List.of(order("o-odd"))),
						trace, ANSWERED, List.of(notes)))));
	}

	public static Order order(String id, OrderLineItem... items) {
		return new Order(new OrderId(id), null, "completed", "monthly", "EUR", "2026-11-21T22:00:00Z",
				new BigDecimal("10.10"), List.of(items));
	}

	public static OrderLineItem item(int number, @Nullable String subscription) {
		return new OrderLineItem(number, "CFQ7TTC0LH18:0001:CFQ7TTC0K971", "Business Basic " + number, 3L, "P1Y",
				subscription, false, new BigDecimal("10.10"));
	}

	public static OrderError refusedGroup(String group, String code, String description) {
		return new OrderError(group, code, description);
	}

	/**
	 * Enters for every open order of the run what a look at it brought.
	 */
	public void looked(Lease lease, SubscriptionState state, @Nullable String problem, @Nullable Instant next) {
		for (OpenOrder open : this.orders.due(List.of(lease.run()), Instant.parse("2100-01-01T00:00:00Z"), 99)) {
			looked(lease, open, state, problem, next);
		}
	}

	public void looked(Lease lease, OpenOrder open, SubscriptionState state, @Nullable String problem,
			@Nullable Instant next) {
		List<OrderReading.Line> lines = open.order()
			.lineItems()
			.stream()
			.map((item) -> new OrderReading.Line(item, state))
			.toList();
		this.orders.record(Map.of(lease.run(), lease), List
			.of(new PolledOrder(open, new OrderReading(null, lines, 1, 0, problem, ANSWERED.plusSeconds(60), next))));
	}

	/**
	 * A run with a cart of each outcome, an order line in each state, and a refused row.
	 */
	public Lease aRunWithEverything(long id) throws IOException {
		Lease lease = aRun(id);
		this.staging.stage(lease, (rows) -> {
			for (int i = 1; i <= 7; i++) {
				rows.cart(i + 1, cart(i));
			}
			rows.rejected(9, "cart-id is not a GUID: \"x\"", "=cmd|'/c calc'!A1,\"x\"");
			return 8;
		}, "repeats line ", Duration.ZERO);
		settled(lease,
				new CheckoutOutcome.Ordered(List.of(order("-nO_1", item(0, "5b5b5b5b-0000-0000-0000-000000000001")),
						order("order-2", item(0, null), item(1, null)))),
				201, null);
		OpenOrder first = this.orders.due(List.of(lease.run()), Instant.parse("2100-01-01T00:00:00Z"), 9).getFirst();
		this.orders.record(Map.of(lease.run(), lease),
				List.of(new PolledOrder(first,
						new OrderReading(null,
								List.of(new OrderReading.Line(item(0, null), SubscriptionState.MISSING),
										new OrderReading.Line(item(1, null), SubscriptionState.NOT_EXPECTED)),
								3, 1, "Get Order by ID answered 404", ANSWERED.plusSeconds(60), null))));
		settled(lease,
				new CheckoutOutcome.PartiallyOrdered(List.of(order("order-3", item(0, null))),
						List.of(refusedGroup("1", "800009", "cart line at fault"), new OrderError(null, null, null))),
				201, null);
		settled(lease, new CheckoutOutcome.AlreadyOrdered(), 400, "800065");
		settled(lease, new CheckoutOutcome.Refused("=HYPERLINK(\"http://x\"),\r\nünï ☃ 𝄞", List.of()), 400, "800002");
		settled(lease, new CheckoutOutcome.Unknown("no answer within 3 min"), null, null);
		settled(lease, new CheckoutOutcome.Ordered(List.of(failed("order-4"), order("order-5"))), 201, null);
		return lease;
	}

	private static Order failed(String id) {
		return new Order(new OrderId(id), null, "error", null, null, null, null,
				List.of(new OrderLineItem(0, null, null, null, null, null, false, null)));
	}

	/**
	 * What the run's calls met: a throttle, an outage, and a process that was lost.
	 */
	public void aHistory(Lease lease) {
		RunPulses pulses = new RunPulses(this.database.template(), this.database.transactions(), this.leases);
		Instant begin = RunPulse.slotOf(ANSWERED);
		for (int i = 0; i < 12; i++) {
			boolean throttled = i == 3;
			pulses.add(lease,
					List.of(new RunPulse(begin.plusSeconds(10L * i), RunPulse.Call.CHECKOUT, 40, throttled ? 2 : 0, 0,
							throttled ? 7500 : 0, 12.5, 97,
							List.of(0, 0, 0, 0, 0, 2, 10, 20 + i, 4, 2, 1, 1, 0, 0, 0, 0, 0),
							throttled ? "held at 97/s: the API refused at 109/s" : null)));
		}
		RunEvents events = new RunEvents(this.database.template(), this.database.transactions(), this.leases);
		events.add(lease,
				List.of(new RunEvent(begin.plusSeconds(50), RunEvent.Kind.OUTAGE,
						"Partner Center did not answer (HTTP 503); it was waited for", null),
						new RunEvent(begin.plusSeconds(72), RunEvent.Kind.OUTAGE_ENDED,
								"Partner Center answered again after 22 s", null),
						new RunEvent(begin.plusSeconds(90), RunEvent.Kind.LOST,
								"was last heard of; the process ended without a word", null),
						new RunEvent(begin.plusSeconds(108), RunEvent.Kind.RESTARTED, "went on", null)));
		this.database.jdbc()
			.sql("update run_event set at = :at where kind = 'STARTED'")
			.param("at", begin.atOffset(ZoneOffset.UTC))
			.update();
	}

	/** Text that would do something where it is not only shown. */
	public static final String HOSTILE = "<script>document.title='pwned'</script><img src=x onerror=alert(1)>\"' onclick=\"alert(2) "
			+ "\u202Eevil\u2066 \u001B[31m javascript:alert(3) {{7*7}} ${7*7} " + "x".repeat(1000);

	/**
	 * Puts hostile text into every field that has text from elsewhere.
	 */
	public void isHostile() {
		for (String column : List.of("run.input_name", "run.rerun_outcomes", "run.job", "run.stop_reason",
				"run.stop_advice", "run.approved_by", "cart.error_code", "cart.error_description", "cart.note",
				"cart_inspection.reason", "cart_inspection.currency_code", "cart_order.creation_date",
				"cart_order.last_read_problem", "order_line_item.subscription_id", "order_line_item.term_duration",
				"run_pulse.pace", "job_fire.fired_by", "job_fire.says", "page_action.asked_by", "page_action.says",
				"page_action.input_name", "page_action.job", "page_action.begun_by", "cart_order.status",
				"cart_order.currency_code", "cart_order.billing_cycle", "order_line_item.friendly_name",
				"order_line_item.offer_id", "order_error.description", "order_error.code", "rejected_row.reason",
				"rejected_row.raw", "run_event.says", "run_event.by", "run_lease.host")) {
			String[] names = column.split("\\.", 2);
			this.database.jdbc()
				.sql("update %s set %s = :text".formatted(names[0], names[1]))
				.param("text", HOSTILE)
				.update();
		}
		for (String column : List.of("cart.customer_id", "cart.cart_id", "cart_order.order_id")) {
			String[] names = column.split("\\.", 2);
			this.database.jdbc()
				.sql("update %s set %s = %s || :text".formatted(names[0], names[1], names[1]))
				.param("text", HOSTILE)
				.update();
		}
		this.database.jdbc()
			.sql("update run set options = jsonb_build_object('output', :text::text)")
			.param("text", HOSTILE)
			.update();
	}

	/**
	 * A run of so many carts of 400 customers in eight outcomes and causes, with orders,
	 * awaited ids and rejected rows, over an hour.
	 */
	public void manyCarts(long id, int carts) {
		Lease lease = aRun(id);
		staged(lease, 0);
		this.database.jdbc().sql("update run set rows_read = :rows").param("rows", carts).update();
		this.database.jdbc()
			.sql("""
					insert into cart (run_id, line, position, customer_id, cart_id, attempts, outcome, http_status, error_code,
					                  error_description, correlation_id, completed_at)
					select :run, line, line, 'a0000000-0000-0000-0000-' || lpad((line % 400)::text, 12, '0'), gen_random_uuid()::text,
					       1 + line % 40 / 38,
					       case when line % 25 < 20 then 'ORDERED' when line % 25 = 20 then 'PARTIALLY_ORDERED'
					            when line % 25 = 21 then 'ALREADY_ORDERED' when line % 25 = 22 then 'UNKNOWN' else 'REFUSED' end,
					       case when line % 25 < 21 then 201 when line % 25 = 22 then 503 else 400 + line % 4 end,
					       case when line % 25 > 22 then (800000 + line % 70)::text end,
					       case when line % 25 > 21 then repeat('the item is not available ', 12) end, gen_random_uuid(),
					       timestamptz '2026-11-21T22:00:00Z' + line * interval '3600 seconds' / :carts
					  from generate_series(1, :carts) as line""")
			.param("run", id)
			.param("carts", carts)
			.update();
		this.database.jdbc()
			.sql("""
					with entered as (
					    insert into cart_order (run_id, line, order_id, status, billing_cycle, currency_code, total_price)
					    select run_id, line, 'order-' || line, 'completed', case when line % 3 = 0 then 'annual' else 'monthly' end,
					           case when line % 9 = 0 then 'EUR' else 'USD' end, 10.10
					      from cart where outcome in ('ORDERED', 'PARTIALLY_ORDERED') returning id, line)
					insert into order_line_item (cart_order_id, line_item_number, friendly_name, subscription_state, provisioned_at)
					select id, 0, 'Business Basic ' || line % 80, case when line % 50 = 0 then 'MISSING' else 'PROVISIONED' end,
					       timestamptz '2026-11-21T23:00:00Z' from entered""")
			.update();
		this.database.jdbc()
			.sql("""
					insert into rejected_row select :run, n + 1000000, 'cart-id is not a GUID', 'a,b' from generate_series(1, 60) as n""")
			.param("run", id)
			.update();
		this.database.jdbc()
			.sql("""
					insert into run_pulse (run_id, at, call, answered, refused, paused_ms, latency)
					select :run, timestamptz '2026-11-21T22:00:00Z' + n * interval '10 seconds', 'CHECKOUT', 200, (n % 30 = 7)::int,
					       (n % 30 = 7)::int * 4000, array[0,0,0,0,0,0,60,100,20,10,5,3,1,1,0,0,0]
					  from generate_series(0, 359) as n""")
			.param("run", id)
			.update();
	}

	public RequestId requestOf(RunId run, long line) {
		return new RequestId(this.database.jdbc()
			.sql("select request_id from cart where run_id = :run and line = :line")
			.param("run", run.value())
			.param("line", line)
			.query(UUID.class)
			.single());
	}

	@Override
	public void close() {
		this.database.close();
	}

}
