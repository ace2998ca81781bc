package dev.bulkcheckout.ledger;

import java.util.EnumMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * Counts a run's rows, carts and order lines.
 */
public class RunCountsQuery {

	private final JdbcClient jdbc;

	/**
	 * Works on the given database.
	 */
	public RunCountsQuery(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Counts once more; nothing is kept between calls.
	 */
	public RunCounts of(RunId run) {
		Map<Outcome, Long> carts = new EnumMap<>(Outcome.class);
		Map<SubscriptionState, Long> lines = new EnumMap<>(SubscriptionState.class);
		for (Outcome outcome : Outcome.values()) {
			carts.put(outcome, 0L);
		}
		for (SubscriptionState state : SubscriptionState.values()) {
			lines.put(state, 0L);
		}
		this.jdbc.sql("""
				select coalesce(outcome, 'NOT_ATTEMPTED') as outcome, count(*) as carts
				  from cart where run_id = :run group by 1""").param("run", run.value()).query((row) -> {
			carts.put(Outcome.valueOf(row.getString("outcome")), row.getLong("carts"));
		});
		this.jdbc.sql("""
				select i.subscription_state, count(*) as lines
				  from cart_order o join order_line_item i on i.cart_order_id = o.id
				 where o.run_id = :run group by 1""").param("run", run.value()).query((row) -> {
			lines.put(SubscriptionState.valueOf(row.getString(1)), row.getLong("lines"));
		});
		return this.jdbc
			.sql("""
					select rows_read, (select count(*) from rejected_row where run_id = :run) as rejected,
					       (select count(*) from cart_order o
					         where o.run_id = :run and not exists (select 1 from order_line_item i where i.cart_order_id = o.id))
					           as bare
					  from run where id = :run""")
			.param("run", run.value())
			.query((row, number) -> new RunCounts(row.getLong("rows_read"), row.getLong("rejected"), carts, lines,
					row.getLong("bare")))
			.single();
	}

	/**
	 * How many carts of the run were not in its input, but carried over.
	 * @param outcome in which they ended
	 */
	public long carried(RunId run, Outcome outcome) {
		return this.jdbc.sql("""
				select count(*) from carried_cart join cart using (run_id, line)
				 where run_id = :run and coalesce(outcome, 'NOT_ATTEMPTED') = :outcome""")
			.param("run", run.value())
			.param("outcome", outcome.name())
			.query(Long.class)
			.single();
	}

	/**
	 * What a run ended with; counted where it was not noted.
	 */
	public int exitCodeOf(Run run) {
		Integer noted = run.exitCode();
		return (noted != null) ? noted : countExitCode(run);
	}

	/**
	 * What a run would end with as it stands. One that buys nothing, or nothing yet, is
	 * content if every row is a cart that would go.
	 */
	public int countExitCode(Run run) {
		if (run.isPreflight() || run.awaitsApproval()) {
			return (allWouldGo(run.id()) ? ExitCode.OK : ExitCode.NEEDS_PERSON).code();
		}
		return of(run.id()).exitCode();
	}

	private boolean allWouldGo(RunId run) {
		return this.jdbc.sql("""
				select not exists (select 1 from rejected_row where run_id = :run)
				   and not exists (select 1 from cart c left join cart_inspection i using (run_id, line)
				                    where c.run_id = :run and i.verdict is distinct from 'WOULD_GO')""")
			.param("run", run.value())
			.query(Boolean.class)
			.single();
	}

}
