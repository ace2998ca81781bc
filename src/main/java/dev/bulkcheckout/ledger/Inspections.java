package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.cart.RunId;

/**
 * What carts said of themselves before anything was bought.
 */
public class Inspections {

	private static final String OUTCOMES = Arrays.stream(InspectionVerdict.values())
		.map((verdict) -> "when '%s' then '%s'".formatted(verdict, verdict.outcome()))
		.collect(Collectors.joining(" ", "case i.verdict ", " end"));

	private final JdbcClient jdbc;

	private final NamedParameterJdbcOperations batches;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 * @param transactions short transactions of this database
	 */
	public Inspections(NamedParameterJdbcOperations batches, TransactionOperations transactions, Leases leases) {
		this.jdbc = JdbcClient.create(batches);
		this.batches = batches;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * The next carts of the run that were not read yet, by position.
	 * @param after the position behind which to look
	 * @param limit how many at the most
	 */
	public List<StagedCart> uninspected(RunId run, long after, int limit) {
		return this.jdbc.sql("""
				select line, position, customer_id, cart_id, request_id, asked_before from cart c
				 where run_id = :run and outcome is null and position > :after
				   and not exists (select 1 from cart_inspection i where i.run_id = c.run_id and i.line = c.line)
				 order by position limit :limit""")
			.param("run", run.value())
			.param("after", after)
			.param("limit", limit)
			.query(Carts::stagedCart)
			.list();
	}

	/**
	 * How many carts of the run were read.
	 */
	public long count(RunId run) {
		return this.jdbc.sql("select count(*) from cart_inspection where run_id = :run")
			.param("run", run.value())
			.query(Long.class)
			.single();
	}

	/**
	 * Enters what was read. What stands there already is left as it is, so that the same
	 * call can be made again after a lost connection.
	 * @throws LeaseLostException if another process works on the run now; nothing is
	 * written
	 */
	public void enter(Lease lease, List<InspectedCart> inspected) {
		SqlParameterSource[] rows = inspected.stream()
			.map((each) -> row(lease.run(), each))
			.toArray(SqlParameterSource[]::new);
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.batches.batchUpdate(
					"""
							insert into cart_inspection (run_id, line, verdict, reason, expires_at, lines, quantity, currency_code, price,
							                             agreement, last_modified, inspected_at)
							values (:run, :line, :verdict, :reason, :expiresAt, :lines, :quantity, :currency, :price,
							        :agreement, :lastModified, :inspectedAt)
							on conflict (run_id, line) do nothing""",
					rows);
		});
	}

	private static SqlParameterSource row(RunId run, InspectedCart inspected) {
		Inspection inspection = inspected.inspection();
		return new MapSqlParameterSource("run", run.value()).addValue("line", inspected.cart().line())
			.addValue("verdict", inspection.verdict().name())
			.addValue("reason", StoredText.of(inspection.reason()))
			.addValue("expiresAt", Runs.utc(inspection.expiresAt()))
			.addValue("lines", inspection.lines())
			.addValue("quantity", inspection.quantity())
			.addValue("currency", StoredText.of(inspection.currencyCode()))
			.addValue("price", inspection.price())
			.addValue("agreement", StoredText.of(inspection.agreement()))
			.addValue("lastModified", StoredText.of(inspection.lastModified()))
			.addValue("inspectedAt", Runs.utc(inspection.inspectedAt()));
	}

	/**
	 * Settles the carts that would not go with the reason that was found, so that they
	 * are never asked for; but for those that are ordered and were asked for before, as
	 * asking again tells their orders. Puts the others in the order of their expiry: by
	 * the minute for those of the next day, by the day for later ones, customers taking
	 * turns within each. To be called before the first cart is handed out; again makes no
	 * difference.
	 * @throws LeaseLostException if another process works on the run now; nothing is
	 * written
	 */
	public void apply(Lease lease) {
		this.transactions.executeWithoutResult((status) -> {
			LongTransaction.begin();
			this.leases.fence(lease);
			this.jdbc
				.sql("""
						update cart c
						   set outcome = %s, error_code = i.verdict, error_description = 'before buying: ' || coalesce(i.reason, i.verdict),
						       completed_at = i.inspected_at
						  from cart_inspection i
						 where c.run_id = :run and i.run_id = :run and i.verdict <> 'WOULD_GO'
						   and not (i.verdict = 'ALREADY_ORDERED' and c.asked_before)
						   and c.line = i.line and c.outcome is null"""
					.formatted(OUTCOMES))
				.param("run", lease.run().value())
				.update();
			this.jdbc
				.sql("""
						update cart c set position = turn.position
						  from (select line, (select coalesce(max(position), 0) from cart where run_id = :run)
						               + row_number() over (order by case when expires_at < now() + interval '1 day'
						                                                  then date_trunc('minute', expires_at)
						                                                  else date_trunc('day', expires_at) end nulls last, position)
						                 as position
						          from cart join cart_inspection using (run_id, line)
						         where run_id = :run and outcome is null) as turn
						 where c.run_id = :run and c.line = turn.line""")
				.param("run", lease.run().value())
				.update();
		});
	}

	/**
	 * What carts said before anything was bought.
	 * @param lines those of the carts
	 */
	public Map<Long, Inspection> of(RunId run, Collection<Long> lines) {
		Map<Long, Inspection> said = new HashMap<>();
		this.jdbc.sql("select * from cart_inspection where run_id = :run and line in (:lines)")
			.param("run", run.value())
			.param("lines", lines)
			.query((row) -> {
				said.put(row.getLong("line"), inspection(row));
			});
		return said;
	}

	private static Inspection inspection(ResultSet row) throws SQLException {
		return new Inspection(InspectionVerdict.valueOf(row.getString("verdict")), row.getString("reason"),
				Runs.instant(row, "expires_at"), row.getInt("lines"), row.getObject("quantity", Long.class),
				row.getString("currency_code"), row.getBigDecimal("price"), row.getString("agreement"),
				row.getString("last_modified"), Runs.required(row, "inspected_at"));
	}

	/**
	 * The carts without an outcome that the run asked for, or was about to.
	 */
	public List<StagedCart> handedOut(RunId run) {
		return this.jdbc.sql("""
				select line, position, customer_id, cart_id, request_id, true as asked_before
				  from cart join cart_inspection using (run_id, line)
				 where run_id = :run and outcome is null and handed_out order by position""")
			.param("run", run.value())
			.query(Carts::stagedCart)
			.list();
	}

	/**
	 * Notes carts that are about to be asked for, so that their prices count as spent
	 * until they are settled, whatever ends the process.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void handOut(Lease lease, Collection<Long> lines) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("update cart_inspection set handed_out = true where run_id = :run and line in (:lines)")
				.param("run", lease.run().value())
				.param("lines", lines)
				.update();
		});
	}

	/**
	 * What was spent and what may be spent just now, by customer and currency. An order
	 * counts with its own price, and where it tells none, or nobody knows whether it was
	 * made, the price that its cart told.
	 */
	public List<Spending> spending(RunId run) {
		return this.jdbc.sql("""
				with bought as (
				    select c.line, c.customer_id, c.outcome, c.attempts, i.handed_out, i.currency_code, i.price,
				           exists (select 1 from cart_order o where o.run_id = c.run_id and o.line = c.line)
				           and not exists (select 1 from cart_order o where o.run_id = c.run_id and o.line = c.line
				                              and (o.total_price is null or o.currency_code is null)) as priced
				      from cart c join cart_inspection i using (run_id, line)
				     where c.run_id = :run),
				cost as (
				    select customer_id, o.currency_code, o.total_price as price, false as in_flight
				      from bought join cart_order o on o.run_id = :run and o.line = bought.line where priced
				    union all
				    select customer_id, currency_code, price, outcome is null from bought
				     where price is not null and not priced
				       and (outcome in ('ORDERED', 'PARTIALLY_ORDERED', 'UNKNOWN')
				            or (outcome = 'ALREADY_ORDERED' and attempts > 0) or (outcome is null and handed_out)))
				select customer_id, currency_code, sum(price) as price, in_flight from cost group by 1, 2, 4""")
			.param("run", run.value())
			.query((row, number) -> new Spending(new CustomerId(row.getString("customer_id")),
					row.getString("currency_code"), row.getBigDecimal("price"), row.getBoolean("in_flight")))
			.list();
	}

	/**
	 * Notes where a cart's price was not that of its orders; again makes no difference.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void noteOtherPrices(Lease lease) {
		this.transactions.executeWithoutResult((status) -> {
			LongTransaction.begin();
			this.leases.fence(lease);
			this.jdbc
				.sql("""
						with told as (
						    select o.line, 'its price before buying was ' || i.price || ' ' || i.currency_code || ', its orders say '
						                   || string_agg(o.total_price || ' ' || coalesce(o.currency_code, 'in no currency'), ' and ') as note
						      from cart_order o join cart_inspection i using (run_id, line)
						     where o.run_id = :run and i.price is not null
						     group by o.line, i.price, i.currency_code
						    having bool_and(o.total_price is not null)
						       and (sum(o.total_price) <> i.price or bool_or(o.currency_code is distinct from i.currency_code)))
						update cart c set note = concat_ws('; ', c.note, told.note)
						  from told
						 where c.run_id = :run and c.line = told.line and position(told.note in coalesce(c.note, '')) = 0""")
				.param("run", lease.run().value())
				.update();
		});
	}

}
