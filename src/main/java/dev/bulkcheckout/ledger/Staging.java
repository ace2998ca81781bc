package dev.bulkcheckout.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;

import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

/**
 * Enters a run's carts, all or none: the rows stream through COPY into a temporary table,
 * from which PostgreSQL drops repeats and spreads the customers, in one transaction.
 */
public class Staging {

	/**
	 * The lines of {@code own} that another run has asked for, other than those that it
	 * was refused. What a rehearsal asked was never bought.
	 */
	static final String ASKED = """
			asked as (
			    select own.line
			      from own join cart former on lower(former.customer_id) = lower(own.customer_id)
			                               and lower(former.cart_id) = lower(own.cart_id)
			      join run on run.id = former.run_id
			     where former.run_id <> :run and run.rehearsal = (select rehearsal from run where id = :run)
			       and (former.outcome not in ('REFUSED', 'NOT_ATTEMPTED')
			            or former.outcome is null
			               and (former.attempts > 0 or former.asked_before or former.position <= run.handed_out)))""";

	/** Ids compare as numbers: that is faster than by the letters of any language. */
	private static final String ENTER = """
			with read as materialized (
			    select line, customer_id, cart_id, first_value(line) over same as first_line
			      from staged_row where reason is null
			    window same as (partition by customer_id::uuid, cart_id::uuid order by line)),
			repeats as (
			    insert into rejected_row (run_id, line, reason, raw)
			    select :run, line, :repeat || first_line, customer_id || ',' || cart_id from read where line <> first_line),
			own as (
			    select line, customer_id, cart_id,
			           row_number() over (partition by customer_id::uuid order by line) as turn
			      from read where line = first_line),
			%s
			insert into cart (run_id, line, position, customer_id, cart_id, asked_before)
			select :run, line, row_number() over (order by turn, line), customer_id, cart_id,
			       line in (select line from asked)
			  from own"""
		.formatted(ASKED);

	private static final String ENTER_FORMER = """
			with own as (
			    select line, position, customer_id, cart_id, outcome, request_id
			      from cart where run_id = :from and coalesce(outcome, 'NOT_ATTEMPTED') in (:outcomes)),
			%s
			insert into cart (run_id, line, position, customer_id, cart_id, request_id, asked_before)
			select :run, line, row_number() over (order by position), customer_id, cart_id,
			       case when outcome is null then request_id else gen_random_uuid() end,
			       line in (select line from asked)
			  from own""".formatted(ASKED);

	private final JdbcClient jdbc;

	private final DataSource dataSource;

	private final TransactionOperations transactions;

	private final Leases leases;

	private final CarriedCarts carried;

	/**
	 * Works on the given database.
	 */
	public Staging(DataSource dataSource, TransactionOperations transactions, Leases leases, CarriedCarts carried) {
		this.jdbc = JdbcClient.create(dataSource);
		this.dataSource = dataSource;
		this.transactions = transactions;
		this.leases = leases;
		this.carried = carried;
	}

	/**
	 * Takes rows one by one.
	 */
	public interface Rows {

		/**
		 * A row that names a cart.
		 * @param line its line in the input
		 */
		void cart(long line, Cart cart);

		/**
		 * A row that cannot be used.
		 * @param line its line in the input
		 * @param reason for the operator
		 * @param row the row as far as it is kept
		 */
		void rejected(long line, String reason, String row);

	}

	/**
	 * Hands over the rows of an input.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Gives every row to {@code rows}; called again from the start if the database
		 * went away in between.
		 * @return how many rows there were
		 * @throws RuntimeException if the input cannot be read; nothing is entered then
		 */
		long readInto(Rows rows);

	}

	/**
	 * Enters the rows of an input, and behind them the carts that former runs of the same
	 * job left.
	 * @param repeat the reason for a cart that stood before, up to that line's number
	 * @param carryOver how long ago carts of former runs were first seen at the most;
	 * zero for none of them
	 */
	public void stage(Lease lease, Source source, String repeat, Duration carryOver) {
		this.transactions.executeWithoutResult((status) -> {
			LongTransaction.begin();
			this.leases.fence(lease);
			this.jdbc.sql("set local work_mem = '64MB'").update();
			this.jdbc
				.sql("""
						create temporary table staged_row (line bigint, customer_id text, cart_id text, reason text, raw text)
						    on commit drop""")
				.update();
			long rows = copy(source);
			this.jdbc.sql("analyze staged_row").update();
			this.jdbc.sql("""
					insert into rejected_row (run_id, line, reason, raw)
					select :run, line, reason, raw from staged_row where reason is not null""")
				.param("run", lease.run().value())
				.update();
			this.jdbc.sql(ENTER).param("run", lease.run().value()).param("repeat", repeat).update();
			if (carryOver.isPositive()) {
				long lastLine = this.jdbc.sql("select coalesce(max(line), 0) from staged_row")
					.query(Long.class)
					.single();
				this.carried.enter(lease.run(), lastLine, carryOver);
			}
			staged(lease.run(), rows);
		});
		analyze();
	}

	/**
	 * Enters the carts of another run that ended in one of the given ways, with the lines
	 * that they have there. What was never answered keeps its MS-RequestId, as in a
	 * restart.
	 */
	public void stageFrom(Lease lease, RunId from, Collection<Outcome> outcomes) {
		this.transactions.executeWithoutResult((status) -> {
			LongTransaction.begin();
			this.leases.fence(lease);
			int carts = this.jdbc.sql(ENTER_FORMER)
				.param("run", lease.run().value())
				.param("from", from.value())
				.param("outcomes", outcomes.stream().map(Enum::name).toList())
				.update();
			staged(lease.run(), carts);
		});
		analyze();
	}

	private void staged(RunId run, long rows) {
		this.jdbc.sql("""
				update run set staged_at = now(), rows_read = :rows,
				       carts = (select count(*) from cart where run_id = :run)
				 where id = :run""").param("rows", rows).param("run", run.value()).update();
	}

	/**
	 * Lets the planner know of a million new rows now, not when autovacuum comes by.
	 */
	private void analyze() {
		this.jdbc.sql("analyze cart").update();
	}

	private long copy(Source source) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			CopyIn copy = connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy staged_row (line, customer_id, cart_id, reason, raw) from stdin");
			try {
				CopiedRows rows = new CopiedRows(copy);
				long count = source.readInto(rows);
				rows.flush();
				copy.endCopy();
				return count;
			}
			finally {
				if (copy.isActive()) {
					copy.cancelCopy();
				}
			}
		}
		catch (CopiedRows.Failure ex) {
			throw new SQLExceptionSubclassTranslator().translate("stage carts", null, ex.fault());
		}
		catch (SQLException ex) {
			throw new SQLExceptionSubclassTranslator().translate("stage carts", null, ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
