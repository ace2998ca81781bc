package dev.bulkcheckout.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * The orders of the runs, as long as subscription ids are asked for.
 */
public class Orders {

	private static final String DUE = """
			select o.id, o.run_id, o.order_id, o.alternate_id, o.status, o.billing_cycle, o.currency_code, o.creation_date,
			       o.total_price, o.reads, o.second_reads, o.last_read_problem, o.next_read_at, c.customer_id, c.completed_at,
			       i.line_item_number, i.offer_id, i.friendly_name, i.quantity, i.term_duration, i.extended_price,
			       i.subscription_id, i.subscription_linked
			  from (select * from cart_order o
			         where %s and next_read_at <= :now
			         order by next_read_at, id limit :limit) as o
			  join cart c on c.run_id = o.run_id and c.line = o.line
			  left join order_line_item i on i.cart_order_id = o.id
			 order by o.next_read_at, o.id, i.line_item_number""";

	private static final String NEXT_DUE = """
			select min(next_read_at) as next from cart_order o where %s and next_read_at is not null""";

	private static final String OF_RUNS = "run_id in (:runs)";

	private static final String OF_A_PARTITION = """
			run_id = :run and exists (
			    select 1 from cart c join run_partition p on p.run_id = c.run_id
			     where c.run_id = o.run_id and c.line = o.line and p.number = :number
			       and c.position between p.first_position and p.last_position)""";

	private static final String LOOK = """
			update cart_order
			   set status = coalesce(:status, status), reads = reads + :reads, second_reads = second_reads + :secondReads,
			       last_read_at = :readAt, last_read_problem = :problem, next_read_at = :nextReadAt
			 where id = :id""";

	private static final String LINE = """
			insert into order_line_item as known
			       (cart_order_id, line_item_number, offer_id, friendly_name, quantity, term_duration, extended_price,
			        subscription_id, subscription_linked, subscription_state, provisioned_at)
			values (:id, :number, :offer, :name, :quantity, :term, :price, :subscription, :linked, :state, :provisionedAt)
			on conflict (cart_order_id, line_item_number) do update
			   set subscription_id = coalesce(known.subscription_id, excluded.subscription_id),
			       subscription_linked = known.subscription_linked or excluded.subscription_linked,
			       quantity = coalesce(excluded.quantity, known.quantity),
			       provisioned_at = coalesce(known.provisioned_at, excluded.provisioned_at),
			       subscription_state = case when known.subscription_id is not null then 'PROVISIONED'
			                                 else excluded.subscription_state end""";

	private final JdbcClient jdbc;

	private final NamedParameterJdbcOperations batches;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 */
	public Orders(NamedParameterJdbcOperations batches, TransactionOperations transactions, Leases leases) {
		this.jdbc = JdbcClient.create(batches);
		this.batches = batches;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * The orders whose time to be looked at has come, those that waited longest first.
	 * @param runs whose orders
	 * @param limit how many at the most
	 */
	public List<OpenOrder> due(Collection<RunId> runs, Instant now, int limit) {
		return due(ofRuns(DUE, runs), now, limit);
	}

	/**
	 * The same of the orders of a partition's carts.
	 */
	public List<OpenOrder> due(PartitionLease partition, Instant now, int limit) {
		return due(ofPartition(DUE, partition), now, limit);
	}

	private static List<OpenOrder> due(JdbcClient.StatementSpec due, Instant now, int limit) {
		Map<Long, List<Row>> rows = due.param("now", Runs.utc(now))
			.param("limit", limit)
			.query(Orders::row)
			.list()
			.stream()
			.collect(Collectors.groupingBy(Row::id, LinkedHashMap::new, Collectors.toList()));
		return rows.values().stream().map(Orders::order).toList();
	}

	/**
	 * When the next of the orders is to be looked at; empty if none of them is open.
	 */
	public Optional<Instant> nextDue(Collection<RunId> runs) {
		return nextDue(ofRuns(NEXT_DUE, runs));
	}

	/**
	 * The same of the orders of a partition's carts.
	 */
	public Optional<Instant> nextDue(PartitionLease partition) {
		return nextDue(ofPartition(NEXT_DUE, partition));
	}

	private static Optional<Instant> nextDue(JdbcClient.StatementSpec next) {
		return next.query((row, number) -> Optional.ofNullable(Runs.instant(row, "next"))).single();
	}

	private JdbcClient.StatementSpec ofRuns(String query, Collection<RunId> runs) {
		return this.jdbc.sql(query.formatted(OF_RUNS)).param("runs", numbers(runs));
	}

	private JdbcClient.StatementSpec ofPartition(String query, PartitionLease partition) {
		return this.jdbc.sql(query.formatted(OF_A_PARTITION))
			.param("run", partition.run().value())
			.param("number", partition.partition());
	}

	/**
	 * Enters what was seen. An id that is known is never lost again.
	 * @param fences of the runs whose orders these are, or of their partitions
	 * @throws LeaseLostException if another process works on one of the runs now, or on
	 * the partition; nothing is written
	 */
	public void record(Map<RunId, ? extends Fence> fences, List<PolledOrder> looks) {
		try {
			this.transactions.executeWithoutResult((status) -> enter(fences, looks));
		}
		catch (DataAccessException ex) {
			if (DatabaseFaults.isPassing(ex)) {
				throw ex;
			}
			recordOneByOne(fences, looks);
		}
	}

	/**
	 * Keeps one answer that cannot be stored from taking its neighbours with it.
	 */
	private void recordOneByOne(Map<RunId, ? extends Fence> fences, List<PolledOrder> looks) {
		for (PolledOrder look : looks) {
			try {
				this.transactions.executeWithoutResult((status) -> enter(fences, List.of(look)));
			}
			catch (DataAccessException ex) {
				if (DatabaseFaults.isPassing(ex)) {
					throw ex;
				}
				PolledOrder unreadable = withoutLines(look, ex);
				this.transactions.executeWithoutResult((status) -> enter(fences, List.of(unreadable)));
			}
		}
	}

	private static PolledOrder withoutLines(PolledOrder look, DataAccessException cause) {
		String problem = "the answer was read but could not be stored (" + cause.getMostSpecificCause().getMessage()
				+ ")";
		OrderReading reading = look.reading();
		return new PolledOrder(look.order(), new OrderReading(null, List.of(), reading.reads(), reading.secondReads(),
				problem, reading.readAt(), reading.nextReadAt()));
	}

	private void enter(Map<RunId, ? extends Fence> fences, List<PolledOrder> looks) {
		looks.stream()
			.map((look) -> look.order().run())
			.distinct()
			.sorted(Comparator.comparingLong(RunId::value))
			.forEach((run) -> this.leases.fence(Objects.requireNonNull(fences.get(run))));
		List<SqlParameterSource> orders = new ArrayList<>();
		List<SqlParameterSource> lines = new ArrayList<>();
		for (PolledOrder look : looks) {
			orders.add(look(look));
			for (OrderReading.Line line : look.reading().lines()) {
				boolean provisioned = line.state() == SubscriptionState.PROVISIONED;
				lines.add(LineItemRow.of(line.item(), line.state(), provisioned ? look.reading().readAt() : null)
					.addValue("id", look.order().id()));
			}
		}
		this.batches.batchUpdate(LOOK, orders.toArray(SqlParameterSource[]::new));
		this.batches.batchUpdate(LINE, lines.toArray(SqlParameterSource[]::new));
	}

	/**
	 * Makes the ids that were given up awaited again, to be asked for at once.
	 * @param maxReads orders that were asked for so often stay as they are
	 * @return how many orders are open now
	 */
	public int reopen(Lease lease, int maxReads) {
		Integer open = this.transactions.execute((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("""
					update order_line_item i set subscription_state = 'AWAITED'
					  from cart_order o
					 where o.id = i.cart_order_id and o.run_id = :run and o.reads < :maxReads
					   and i.subscription_state = 'MISSING'""")
				.param("run", lease.run().value())
				.param("maxReads", maxReads)
				.update();
			return this.jdbc.sql("""
					update cart_order o set next_read_at = now()
					 where o.run_id = :run and o.reads < :maxReads
					   and (exists (select 1 from order_line_item i
					                 where i.cart_order_id = o.id and i.subscription_state = 'AWAITED')
					        or not exists (select 1 from order_line_item i where i.cart_order_id = o.id))""")
				.param("run", lease.run().value())
				.param("maxReads", maxReads)
				.update();
		});
		return (open != null) ? open : 0;
	}

	private static List<Long> numbers(Collection<RunId> runs) {
		return runs.stream().map(RunId::value).toList();
	}

	private static SqlParameterSource look(PolledOrder look) {
		OrderReading reading = look.reading();
		return new MapSqlParameterSource("id", look.order().id()).addValue("status", StoredText.of(reading.status()))
			.addValue("reads", reading.reads())
			.addValue("secondReads", reading.secondReads())
			.addValue("readAt", Runs.utc(reading.readAt()))
			.addValue("problem", StoredText.of(reading.problem()))
			.addValue("nextReadAt", Runs.utc(reading.nextReadAt()));
	}

	private static OpenOrder order(List<Row> rows) {
		OpenOrder first = rows.getFirst().order();
		Order order = first.order();
		List<OrderLineItem> items = rows.stream().flatMap((row) -> row.item().stream()).toList();
		Order whole = new Order(order.id(), order.alternateId(), order.status(), order.billingCycle(),
				order.currencyCode(), order.creationDate(), order.totalPrice(), items);
		return new OpenOrder(first.id(), first.run(), first.customer(), whole, first.orderedAt(), first.reads(),
				first.secondReads(), first.lastReadProblem());
	}

	private static Row row(ResultSet row, int number) throws SQLException {
		Order order = new Order(new OrderId(row.getString("order_id")), row.getString("alternate_id"),
				row.getString("status"), row.getString("billing_cycle"), row.getString("currency_code"),
				row.getString("creation_date"), row.getBigDecimal("total_price"), List.of());
		OpenOrder open = new OpenOrder(row.getLong("id"), new RunId(row.getLong("run_id")),
				new CustomerId(row.getString("customer_id")), order,
				Objects.requireNonNull(Runs.instant(row, "completed_at")), row.getInt("reads"),
				row.getInt("second_reads"), row.getString("last_read_problem"));
		Integer line = row.getObject("line_item_number", Integer.class);
		if (line == null) {
			return new Row(open, Optional.empty());
		}
		BigDecimal price = row.getBigDecimal("extended_price");
		return new Row(open,
				Optional.of(new OrderLineItem(line, row.getString("offer_id"), row.getString("friendly_name"),
						row.getObject("quantity", Long.class), row.getString("term_duration"),
						row.getString("subscription_id"), row.getBoolean("subscription_linked"), price)));
	}

	/**
	 * An order with one of its lines.
	 */
	private record Row(OpenOrder order, Optional<OrderLineItem> item) {

		private long id() {
			return this.order.id();
		}

	}

}
