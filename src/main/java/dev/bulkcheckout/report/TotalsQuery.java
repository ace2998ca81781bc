package dev.bulkcheckout.report;

import java.util.OptionalDouble;

import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.RunCountsQuery;

/**
 * Finds the totals of a run where they were kept, and counts them where not.
 */
final class TotalsQuery {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final JdbcClient jdbc;

	private final RunCountsQuery runCounts;

	private final RunDetails details;

	TotalsQuery(JdbcClient jdbc, RunDetails details) {
		this.jdbc = jdbc;
		this.runCounts = new RunCountsQuery(jdbc);
		this.details = details;
	}

	RunTotals of(RunId run) {
		return this.jdbc.sql("""
				select totals::text from run join run_lease on run_lease.run_id = run.id
				 where run.id = :run and totals_token = token""")
			.param("run", run.value())
			.query(String.class)
			.optional()
			.map((kept) -> JSON.readValue(kept, RunTotals.class))
			.orElseGet(() -> counted(run));
	}

	RunTotals counted(RunId run) {
		OptionalDouble pace = this.details.checkoutsPerSecond(run);
		return new RunTotals(this.runCounts.of(run), this.details.countOrders(run), this.details.money(run),
				this.details.countOrdersWithoutPrice(run), pace.isPresent() ? pace.getAsDouble() : null);
	}

	/**
	 * Keeps totals, unless somebody else holds the lease by now.
	 * @param writing may write, unlike that of a snapshot
	 */
	static void keep(JdbcClient writing, Lease lease, RunTotals totals) {
		writing.sql("""
				update run set totals = :totals::jsonb, totals_token = :token
				 where id = :run and exists (select 1 from run_lease where run_id = :run and token = :token)""")
			.param("totals", JSON.writeValueAsString(totals))
			.param("token", lease.token())
			.param("run", lease.run().value())
			.update();
	}

}
