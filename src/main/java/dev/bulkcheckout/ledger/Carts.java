package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.cart.RunId;

/**
 * The carts of the runs: handed out while they have no outcome, settled once.
 */
public class Carts {

	private static final String UNSETTLED = """
			select line, position, customer_id, cart_id, request_id,
			       asked_before or attempts > 0
			       or position <= (select coalesce(handed_out, 0) from run where id = run_id)
			       or exists (select 1 from run_partition p where p.run_id = cart.run_id
			                     and position between p.first_position and p.handed_out) as asked_before
			  from cart
			 where run_id = :run and outcome is null and %s
			 order by position limit :limit""";

	private static final String OF_THE_RUN = UNSETTLED.formatted("position > :after");

	private static final String OF_A_PARTITION = UNSETTLED.formatted("""
			position > greatest(:after, (select first_position - 1 from run_partition
			                              where run_id = :run and number = :number))
			   and position <= (select last_position from run_partition where run_id = :run and number = :number)""");

	private final JdbcClient jdbc;

	private final SettlementRows rows;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 * @param transactions short transactions of this database
	 * @param firstLook how long after the answer an order is first asked for its
	 * subscription ids
	 */
	public Carts(NamedParameterJdbcOperations batches, TransactionOperations transactions, Leases leases,
			Duration firstLook) {
		this.jdbc = JdbcClient.create(batches);
		this.transactions = transactions;
		this.leases = leases;
		this.rows = new SettlementRows(batches, firstLook);
	}

	/**
	 * The next carts of the run that have no outcome, by position.
	 * @param after the position behind which to look
	 * @param limit how many at the most
	 */
	public List<StagedCart> unsettled(RunId run, long after, int limit) {
		return this.jdbc.sql(OF_THE_RUN)
			.param("run", run.value())
			.param("after", after)
			.param("limit", limit)
			.query(Carts::stagedCart)
			.list();
	}

	/**
	 * The next carts of the partition that have no outcome, by position.
	 * @param after the position behind which to look
	 * @param limit how many at the most
	 */
	public List<StagedCart> unsettled(PartitionLease partition, long after, int limit) {
		return this.jdbc.sql(OF_A_PARTITION)
			.param("run", partition.run().value())
			.param("number", partition.partition())
			.param("after", after)
			.param("limit", limit)
			.query(Carts::stagedCart)
			.list();
	}

	/**
	 * A cart of a row with the columns that {@link #unsettled} asks for.
	 */
	static StagedCart stagedCart(ResultSet row, int number) throws SQLException {
		return new StagedCart(row.getLong("line"), row.getLong("position"),
				new Cart(new CustomerId(row.getString("customer_id")), new CartId(row.getString("cart_id"))),
				new RequestId(row.getObject("request_id", UUID.class)), row.getBoolean("asked_before"));
	}

	/**
	 * Notes that the carts up to this position are about to be asked; to be called before
	 * the first of them is. What is not settled up to there when the run is entered again
	 * may have been asked, whatever ended the process.
	 */
	public void handOut(RunId run, long position) {
		this.jdbc.sql("update run set handed_out = :position where id = :run and coalesce(handed_out, 0) < :position")
			.param("run", run.value())
			.param("position", position)
			.update();
	}

	/**
	 * Notes that a cart is about to be asked out of its turn; to be called before it is.
	 */
	public void handOut(RunId run, StagedCart cart) {
		this.jdbc.sql("update cart set asked_before = true where run_id = :run and line = :line")
			.param("run", run.value())
			.param("line", cart.line())
			.update();
	}

	/**
	 * Enters outcomes, orders, lines and order errors in one short transaction. A cart
	 * that has its outcome already is left as it is, so that the same call can be made
	 * again after a lost connection. A result that is {@code NotAttempted} leaves the
	 * cart open and keeps only what was last said. Attempts add up over the processes
	 * that asked.
	 * @throws LeaseLostException if another process works on the run now; nothing is
	 * written
	 */
	public void settle(Fence fence, List<Settlement> settlements) {
		try {
			this.transactions.executeWithoutResult((status) -> enter(fence, settlements));
		}
		catch (DataAccessException ex) {
			if (DatabaseFaults.isPassing(ex)) {
				throw ex;
			}
			settleOneByOne(fence, settlements);
		}
	}

	/**
	 * Keeps one answer that cannot be stored from taking its neighbours with it.
	 */
	private void settleOneByOne(Fence fence, List<Settlement> settlements) {
		for (Settlement settlement : settlements) {
			try {
				this.transactions.executeWithoutResult((status) -> enter(fence, List.of(settlement)));
			}
			catch (DataAccessException ex) {
				if (DatabaseFaults.isPassing(ex)) {
					throw ex;
				}
				settleWithoutDetails(fence, settlement, ex);
			}
		}
	}

	/**
	 * The ids of orders are what must not be lost: all else of an order can be asked for
	 * again.
	 */
	private void settleWithoutDetails(Fence fence, Settlement settlement, DataAccessException cause) {
		try {
			Settlement bare = withoutDetails(settlement, cause);
			this.transactions.executeWithoutResult((status) -> enter(fence, List.of(bare)));
		}
		catch (DataAccessException ex) {
			if (DatabaseFaults.isPassing(ex)) {
				throw ex;
			}
			Settlement unreadable = withoutOrders(settlement, cause);
			this.transactions.executeWithoutResult((status) -> enter(fence, List.of(unreadable)));
		}
	}

	private static Settlement withoutDetails(Settlement settlement, DataAccessException cause) {
		CheckoutResult result = settlement.result();
		List<OrderError> errors = result.outcome()
			.orderErrors()
			.stream()
			.map((error) -> new OrderError(null, error.code(), null))
			.toList();
		CheckoutOutcome bare = switch (result.outcome()) {
			case CheckoutOutcome.Ordered ordered -> new CheckoutOutcome.Ordered(bare(ordered.orders()));
			case CheckoutOutcome.PartiallyOrdered partially ->
				new CheckoutOutcome.PartiallyOrdered(bare(partially.orders()), errors);
			case CheckoutOutcome.Refused refused -> new CheckoutOutcome.Refused(refused.reason(), errors);
			default -> result.outcome();
		};
		List<String> notes = new ArrayList<>(result.notes());
		notes.add("the answer was read but could not be stored whole (" + cause.getMostSpecificCause().getMessage()
				+ "); its order ids are kept");
		return new Settlement(settlement.cart(), new CheckoutResult(bare, result.trace(), result.completedAt(), notes));
	}

	private static List<Order> bare(List<Order> orders) {
		return orders.stream()
			.map((order) -> new Order(order.id(), null, null, null, null, null, null, List.of()))
			.toList();
	}

	private void enter(Fence fence, List<Settlement> settlements) {
		this.leases.fence(fence);
		this.rows.enter(fence.run(), settlements);
	}

	private static Settlement withoutOrders(Settlement settlement, DataAccessException cause) {
		CheckoutResult result = settlement.result();
		CallTrace trace = result.trace();
		List<String> orders = result.outcome().orders().stream().map((order) -> order.id().value()).toList();
		String reason = "the answer was read but could not be stored (" + cause.getMostSpecificCause().getMessage()
				+ "); orders in it: " + String.join(", ", orders);
		CallTrace kept = new CallTrace(trace.attempts(), trace.httpStatus(), null, reason, trace.correlationId(),
				trace.requestId());
		return new Settlement(settlement.cart(),
				new CheckoutResult(new CheckoutOutcome.Unknown(reason), kept, result.completedAt()));
	}

	/**
	 * Hands over the run's carts that ended in one of the given ways, by line.
	 */
	public void byOutcome(RunId run, Collection<Outcome> outcomes, Consumer<CartOutcome> consumer) {
		this.jdbc.sql("""
				select line, customer_id, cart_id, coalesce(outcome, 'NOT_ATTEMPTED') as outcome from cart
				 where run_id = :run and coalesce(outcome, 'NOT_ATTEMPTED') in (:outcomes) order by line""")
			.param("run", run.value())
			.param("outcomes", outcomes.stream().map(Enum::name).toList())
			.query((row) -> {
				consumer.accept(new CartOutcome(row.getLong("line"),
						new Cart(new CustomerId(row.getString("customer_id")), new CartId(row.getString("cart_id"))),
						Outcome.valueOf(row.getString("outcome"))));
			});
	}

	/**
	 * Whether an order is known to have come of another cart.
	 */
	public boolean isAnothersOrder(OrderId order, Cart cart) {
		return this.jdbc.sql("""
				select 1 from cart_order o join cart c on c.run_id = o.run_id and c.line = o.line
				 where lower(o.order_id) = lower(:order) and (o.order_id = :order or :guid)
				   and (lower(c.customer_id), lower(c.cart_id)) <> (lower(:customer), lower(:cart)) limit 1""")
			.param("order", order.value())
			.param("guid", order.isGuid())
			.param("customer", cart.customer().value())
			.param("cart", cart.id().value())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	/**
	 * How many carts the run has, as counted when it was staged.
	 */
	public long countAll(RunId run) {
		@Nullable Long count = this.jdbc.sql("select coalesce(carts, 0) from run where id = :run")
			.param("run", run.value())
			.query(Long.class)
			.single();
		return (count != null) ? count : 0;
	}

	/**
	 * How many carts of the run have no outcome.
	 */
	public long countUnsettled(RunId run) {
		@Nullable Long count = this.jdbc.sql("select count(*) from cart where run_id = :run and outcome is null")
			.param("run", run.value())
			.query(Long.class)
			.single();
		return (count != null) ? count : 0;
	}

}
