package dev.bulkcheckout.ledger;

import java.util.List;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * What changed the course of runs. How runs begin, stop, are lost and end is noted by
 * {@link Runs} and {@link Leases} together with the change itself.
 */
public class RunEvents {

	/** The process that holds or held the lease of a run, for people. */
	static final String BY_HOLDER = "(select split_part(host, ' ', 1) || ', pid ' || pid from run_lease where run_id = :id)";

	private static final String ADD = """
			insert into run_event (run_id, at, kind, says, by) values (:id, :at, :kind, :says, %s)"""
		.formatted(BY_HOLDER);

	private final NamedParameterJdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 */
	public RunEvents(NamedParameterJdbcOperations jdbc, TransactionOperations transactions, Leases leases) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * Adds events, all or none. Whose process they are of is read off the lease.
	 * @throws LeaseLostException if another holder has the run or its partition now
	 */
	public void add(Fence fence, List<RunEvent> events) {
		if (events.isEmpty()) {
			return;
		}
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(fence);
			this.jdbc.batchUpdate(ADD,
					events.stream().map((event) -> row(fence.run(), event)).toArray(SqlParameterSource[]::new));
		});
	}

	private static SqlParameterSource row(RunId run, RunEvent event) {
		return new MapSqlParameterSource("id", run.value()).addValue("at", Runs.utc(event.at()))
			.addValue("kind", event.kind().name())
			.addValue("says", StoredText.of(event.says()));
	}

}
