package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderStatus;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.ArrayRows.Columns;

/**
 * The rows of settlements: outcomes, orders, lines and order errors. A cart that has its
 * outcome already is left as it is, with all its rows.
 */
final class SettlementRows {

	private static final Columns CARTS = Columns.of("line bigint, outcome text, attempts integer, status integer, "
			+ "code text, description text, request uuid, correlation uuid, completed timestamptz, note text");

	private static final Columns ORDERS = Columns.of("line bigint, order_id text, alternate text, status text, "
			+ "cycle text, currency text, created text, price numeric, next_read timestamptz");

	private static final Columns LINE_ITEMS = Columns
		.of("line bigint, order_id text, number integer, offer text, name text, "
				+ "quantity bigint, term text, price numeric, subscription text, linked boolean, state text, "
				+ "provisioned timestamptz");

	private static final Columns ORDER_ERRORS = Columns
		.of("line bigint, order_group text, code text, description text");

	private static final String SETTLE = """
			update cart
			   set outcome = told.outcome, attempts = cart.attempts + told.attempts, http_status = told.status,
			       error_code = told.code, error_description = told.description, request_id = told.request,
			       correlation_id = told.correlation, completed_at = told.completed, note = told.note
			  from %s
			 where cart.run_id = :run and cart.line = told.line and cart.outcome is null
			returning cart.line""".formatted(CARTS.as("told"));

	private static final String LEAVE = """
			update cart
			   set attempts = cart.attempts + told.attempts, http_status = told.status, error_code = told.code,
			       error_description = told.description, request_id = told.request, correlation_id = told.correlation
			  from %s
			 where cart.run_id = :run and cart.line = told.line and cart.outcome is null
			   and cart.correlation_id is distinct from told.correlation""".formatted(CARTS.as("told"));

	private static final String ENTER_ORDERS = """
			insert into cart_order (run_id, line, order_id, alternate_id, status, billing_cycle, currency_code,
			                        creation_date, total_price, next_read_at)
			select :run, told.* from %s
			on conflict (run_id, line, order_id) do nothing""".formatted(ORDERS.as("told"));

	private static final String ENTER_LINE_ITEMS = """
			insert into order_line_item (cart_order_id, line_item_number, offer_id, friendly_name, quantity, term_duration,
			                             extended_price, subscription_id, subscription_linked, subscription_state, provisioned_at)
			select known.id, told.number, told.offer, told.name, told.quantity, told.term, told.price, told.subscription,
			       told.linked, told.state, told.provisioned
			  from %s
			 cross join lateral (select id from cart_order where run_id = :run and line = told.line
			                        and order_id = told.order_id limit 1) as known
			on conflict (cart_order_id, line_item_number) do nothing"""
		.formatted(LINE_ITEMS.as("told"));

	private static final String ENTER_ORDER_ERRORS = """
			insert into order_error (run_id, line, order_group_id, code, description)
			select :run, told.* from %s""".formatted(ORDER_ERRORS.as("told"));

	private final NamedParameterJdbcOperations jdbc;

	private final Duration firstLook;

	/**
	 * Writes to the given database.
	 * @param firstLook how long after the answer an order is first asked for its
	 * subscription ids
	 */
	SettlementRows(NamedParameterJdbcOperations jdbc, Duration firstLook) {
		this.jdbc = jdbc;
		this.firstLook = firstLook;
	}

	/**
	 * Enters what came of carts; whoever calls holds the run's lease and a transaction.
	 */
	void enter(RunId run, List<Settlement> settlements) {
		ArrayRows left = new ArrayRows(CARTS);
		ArrayRows decided = new ArrayRows(CARTS);
		for (Settlement settlement : settlements) {
			addCart(settlement.result().outcome().leavesOpen() ? left : decided, settlement);
		}
		enter(LEAVE, run, left);
		Set<Long> settled = settle(run, decided);
		ArrayRows orders = new ArrayRows(ORDERS);
		ArrayRows lineItems = new ArrayRows(LINE_ITEMS);
		ArrayRows orderErrors = new ArrayRows(ORDER_ERRORS);
		for (Settlement settlement : settlements) {
			long line = settlement.cart().line();
			if (settled.contains(line)) {
				CheckoutResult result = settlement.result();
				result.outcome().orders().forEach((order) -> addOrder(orders, lineItems, line, order, result));
				result.outcome().orderErrors().forEach((error) -> addOrderError(orderErrors, line, error));
			}
		}
		enter(ENTER_ORDERS, run, orders);
		enter(ENTER_LINE_ITEMS, run, lineItems);
		enter(ENTER_ORDER_ERRORS, run, orderErrors);
	}

	private void enter(String sql, RunId run, ArrayRows rows) {
		if (!rows.isEmpty()) {
			this.jdbc.update(sql, rows.parameters().addValue("run", run.value()));
		}
	}

	/**
	 * @return the lines of those carts that had no outcome before
	 */
	private Set<Long> settle(RunId run, ArrayRows carts) {
		return carts.isEmpty() ? Set.of() : new HashSet<>(
				this.jdbc.queryForList(SETTLE, carts.parameters().addValue("run", run.value()), Long.class));
	}

	private static void addCart(ArrayRows carts, Settlement settlement) {
		CheckoutResult result = settlement.result();
		CallTrace trace = result.trace();
		String reason = result.outcome().reason();
		carts.add(settlement.cart().line(), result.outcome().outcome().name(), trace.attempts(), trace.httpStatus(),
				StoredText.of(trace.errorCode()), StoredText.of(reason.isEmpty() ? trace.errorDescription() : reason),
				trace.requestId().value(), trace.correlationId(), result.completedAt(),
				StoredText.of(result.notes().isEmpty() ? null : String.join("; ", result.notes())));
	}

	private void addOrder(ArrayRows orders, ArrayRows lineItems, long line, Order order, CheckoutResult result) {
		boolean open = order.lineItems().isEmpty()
				|| order.lineItems().stream().anyMatch((item) -> state(order, item) == SubscriptionState.AWAITED);
		String id = StoredText.of(order.id().value());
		orders.add(line, id, StoredText.of(order.alternateId()), StoredText.of(order.status()),
				StoredText.of(order.billingCycle()), StoredText.of(order.currencyCode()),
				StoredText.of(order.creationDate()), order.totalPrice(),
				open ? result.completedAt().plus(this.firstLook) : null);
		for (OrderLineItem item : order.lineItems()) {
			SubscriptionState state = state(order, item);
			lineItems.add(line, id, item.lineItemNumber(), StoredText.of(item.offerId()),
					StoredText.of(item.friendlyName()), item.quantity(), StoredText.of(item.termDuration()),
					item.extendedPrice(), StoredText.of(item.subscriptionId()), item.subscriptionLinked(), state.name(),
					(state == SubscriptionState.PROVISIONED) ? result.completedAt() : null);
		}
	}

	private static void addOrderError(ArrayRows orderErrors, long line, OrderError error) {
		orderErrors.add(line, StoredText.of(error.orderGroupId()), StoredText.of(error.code()),
				StoredText.of(error.description()));
	}

	private static SubscriptionState state(Order order, OrderLineItem item) {
		if (item.subscriptionId() != null) {
			return SubscriptionState.PROVISIONED;
		}
		return (OrderStatus.of(order.status()).course() == OrderStatus.Course.FAILED) ? SubscriptionState.ORDER_FAILED
				: SubscriptionState.AWAITED;
	}

}
