package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderStatus;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * The rows of settlements: outcomes, orders, lines and order errors. A cart that has its
 * outcome already is left as it is, with all its rows.
 */
final class SettlementRows {

	private static final String SETTLE = """
			update cart
			   set outcome = :outcome, attempts = attempts + :attempts, http_status = :status, error_code = :code,
			       error_description = :description, request_id = :request, correlation_id = :correlation,
			       completed_at = :completedAt, note = :note
			 where run_id = :run and line = :line and outcome is null""";

	private static final String LEAVE = """
			update cart
			   set attempts = attempts + :attempts, http_status = :status, error_code = :code,
			       error_description = :description, request_id = :request, correlation_id = :correlation
			 where run_id = :run and line = :line and outcome is null and correlation_id is distinct from :correlation""";

	private static final String ENTER_ORDER = """
			insert into cart_order (run_id, line, order_id, alternate_id, status, billing_cycle, currency_code,
			                        creation_date, total_price, next_read_at)
			values (:run, :line, :order, :alternate, :status, :cycle, :currency, :created, :price, :nextRead)
			on conflict (run_id, line, order_id) do nothing""";

	private static final String ENTER_LINE_ITEM = """
			insert into order_line_item (cart_order_id, line_item_number, offer_id, friendly_name, quantity, term_duration,
			                             extended_price, subscription_id, subscription_linked, subscription_state, provisioned_at)
			select id, :number, :offer, :name, :quantity, :term, :price, :subscription, :linked, :state, :provisionedAt
			  from cart_order where run_id = :run and line = :line and order_id = :order
			on conflict (cart_order_id, line_item_number) do nothing""";

	private static final String ENTER_ORDER_ERROR = """
			insert into order_error (run_id, line, order_group_id, code, description)
			values (:run, :line, :group, :code, :description)""";

	private final NamedParameterJdbcOperations batches;

	private final Duration firstLook;

	/**
	 * Writes to the given database.
	 * @param firstLook how long after the answer an order is first asked for its
	 * subscription ids
	 */
	SettlementRows(NamedParameterJdbcOperations batches, Duration firstLook) {
		this.batches = batches;
		this.firstLook = firstLook;
	}

	/**
	 * Enters what came of carts; whoever calls holds the run's lease and a transaction.
	 */
	void enter(RunId run, List<Settlement> settlements) {
		List<Settlement> left = new ArrayList<>();
		List<Settlement> decided = new ArrayList<>();
		for (Settlement settlement : settlements) {
			boolean open = settlement.result().outcome().outcome() == Outcome.NOT_ATTEMPTED;
			(open ? left : decided).add(settlement);
		}
		batch(LEAVE, left.stream().map((settlement) -> cart(run, settlement)).toList());
		int[] updated = batch(SETTLE, decided.stream().map((settlement) -> cart(run, settlement)).toList());
		List<SqlParameterSource> orders = new ArrayList<>();
		List<SqlParameterSource> lineItems = new ArrayList<>();
		List<SqlParameterSource> orderErrors = new ArrayList<>();
		for (int i = 0; i < updated.length; i++) {
			if (updated[i] == 0) {
				continue;
			}
			Settlement settlement = decided.get(i);
			CheckoutResult result = settlement.result();
			for (Order order : result.outcome().orders()) {
				orders.add(order(run, settlement.cart().line(), order, result.completedAt()));
				for (OrderLineItem item : order.lineItems()) {
					lineItems.add(lineItem(run, settlement.cart().line(), order, item, result.completedAt()));
				}
			}
			for (OrderError error : result.outcome().orderErrors()) {
				orderErrors.add(orderError(run, settlement.cart().line(), error));
			}
		}
		batch(ENTER_ORDER, orders);
		batch(ENTER_LINE_ITEM, lineItems);
		batch(ENTER_ORDER_ERROR, orderErrors);
	}

	private int[] batch(String sql, List<? extends SqlParameterSource> rows) {
		return rows.isEmpty() ? new int[0] : this.batches.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
	}

	private static MapSqlParameterSource cart(RunId run, Settlement settlement) {
		CheckoutResult result = settlement.result();
		CallTrace trace = result.trace();
		String reason = result.outcome().reason();
		return new MapSqlParameterSource("run", run.value()).addValue("line", settlement.cart().line())
			.addValue("outcome", result.outcome().outcome().name())
			.addValue("attempts", trace.attempts())
			.addValue("status", trace.httpStatus())
			.addValue("code", StoredText.of(trace.errorCode()))
			.addValue("description", StoredText.of(reason.isEmpty() ? trace.errorDescription() : reason))
			.addValue("request", trace.requestId().value())
			.addValue("correlation", trace.correlationId())
			.addValue("completedAt", Runs.utc(result.completedAt()))
			.addValue("note", StoredText.of(result.notes().isEmpty() ? null : String.join("; ", result.notes())));
	}

	private SqlParameterSource order(RunId run, long line, Order order, Instant completedAt) {
		boolean open = order.lineItems().isEmpty()
				|| order.lineItems().stream().anyMatch((item) -> state(order, item) == SubscriptionState.AWAITED);
		return new MapSqlParameterSource("run", run.value()).addValue("line", line)
			.addValue("order", StoredText.of(order.id().value()))
			.addValue("alternate", StoredText.of(order.alternateId()))
			.addValue("status", StoredText.of(order.status()))
			.addValue("cycle", StoredText.of(order.billingCycle()))
			.addValue("currency", StoredText.of(order.currencyCode()))
			.addValue("created", StoredText.of(order.creationDate()))
			.addValue("price", order.totalPrice())
			.addValue("nextRead", open ? Runs.utc(completedAt.plus(this.firstLook)) : null);
	}

	private static SqlParameterSource lineItem(RunId run, long line, Order order, OrderLineItem item,
			Instant completedAt) {
		SubscriptionState state = state(order, item);
		return LineItemRow.of(item, state, (state == SubscriptionState.PROVISIONED) ? completedAt : null)
			.addValue("run", run.value())
			.addValue("line", line)
			.addValue("order", StoredText.of(order.id().value()));
	}

	private static SubscriptionState state(Order order, OrderLineItem item) {
		if (item.subscriptionId() != null) {
			return SubscriptionState.PROVISIONED;
		}
		return (OrderStatus.of(order.status()).course() == OrderStatus.Course.FAILED) ? SubscriptionState.ORDER_FAILED
				: SubscriptionState.AWAITED;
	}

	private static SqlParameterSource orderError(RunId run, long line, OrderError error) {
		return new MapSqlParameterSource("run", run.value()).addValue("line", line)
			.addValue("group", StoredText.of(error.orderGroupId()))
			.addValue("code", StoredText.of(error.code()))
			.addValue("description", StoredText.of(error.description()));
	}

}
