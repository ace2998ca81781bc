package dev.bulkcheckout.ledger;

import java.util.List;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * What the calls of runs met over time. Written by whoever holds the run's lease, or a
 * partition's.
 */
public class RunPulses {

	// the bounds are the same in every row, so counts add up by place
	private static final String ADD = """
			insert into run_pulse as p (run_id, at, call, answered, refused, failed, paused_ms, in_flight, rate, latency, pace)
			values (:run, :at, :call, :answered, :refused, :failed, :paused, :inFlight, :rate, :latency::integer[], :pace)
			on conflict (run_id, at, call) do update
			   set answered = p.answered + excluded.answered, refused = p.refused + excluded.refused,
			       failed = p.failed + excluded.failed, paused_ms = p.paused_ms + excluded.paused_ms,
			       in_flight = p.in_flight + excluded.in_flight, rate = excluded.rate, pace = coalesce(excluded.pace, p.pace),
			       latency = array(select coalesce(l.a, 0) + coalesce(l.b, 0)
			                         from unnest(p.latency, excluded.latency) with ordinality as l (a, b, place)
			                        order by l.place)""";

	private final NamedParameterJdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 */
	public RunPulses(NamedParameterJdbcOperations jdbc, TransactionOperations transactions, Leases leases) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * Adds slots to what is there of them, all or none.
	 * @throws LeaseLostException if another holder has the run or its partition now
	 */
	public void add(Fence fence, List<RunPulse> pulses) {
		if (pulses.isEmpty()) {
			return;
		}
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(fence);
			this.jdbc.batchUpdate(ADD,
					pulses.stream().map((pulse) -> row(fence.run(), pulse)).toArray(SqlParameterSource[]::new));
		});
	}

	private static SqlParameterSource row(RunId run, RunPulse pulse) {
		return new MapSqlParameterSource("run", run.value()).addValue("at", Runs.utc(pulse.at()))
			.addValue("call", pulse.call().name())
			.addValue("answered", pulse.answered())
			.addValue("refused", pulse.refused())
			.addValue("failed", pulse.failed())
			.addValue("paused", pulse.pausedMillis())
			.addValue("inFlight", pulse.inFlight())
			.addValue("rate", pulse.rate())
			.addValue("latency", pulse.latency().toString().replace('[', '{').replace(']', '}'))
			.addValue("pace", pulse.pace());
	}

}
