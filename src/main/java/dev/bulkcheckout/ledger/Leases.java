package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;

/**
 * Who works on which run: a row with a heartbeat and a fencing token for each run. All
 * times are the database's own, so that clocks of machines need not agree.
 */
public class Leases {

	// whoever had it and did not give it back was lost when last heard of
	private static final String TAKE = """
			with before as (
			    select coalesce(heartbeat_at, acquired_at) as at, split_part(host, ' ', 1) || ', pid ' || pid as by
			      from run_lease where run_id = :run and acquired_at is not null and released_at is null),
			taken as (
			    update run_lease
			       set token = token + 1, host = :host, pid = :pid, process_start = :start,
			           acquired_at = now(), heartbeat_at = now(), released_at = null
			     where run_id = :run and %s
			    returning token),
			lost as (
			    insert into run_event (run_id, at, kind, says, by)
			    select :run, at, 'LOST', 'was last heard of; the process ended without a word', by from before, taken)
			select token from taken""";

	private final JdbcClient jdbc;

	private final Duration life;

	/**
	 * Works on the given database.
	 * @param life how long a holder that is not heard of keeps its lease
	 */
	public Leases(JdbcClient jdbc, Duration life) {
		this.jdbc = jdbc;
		this.life = life;
	}

	/**
	 * How long a holder that is not heard of keeps its lease.
	 */
	public Duration life() {
		return this.life;
	}

	/**
	 * Takes the lease if nobody holds it; of several at the same instant one gets it.
	 */
	public Optional<Lease> acquire(RunId run, LeaseHolder holder) {
		String free = "(acquired_at is null or released_at is not null or heartbeat_at < now() - make_interval(secs => "
				+ seconds() + "))";
		return take(run, holder, free);
	}

	/**
	 * Takes the lease from a holder that is known to be dead.
	 * @param deadToken the dead holder's token; if another holder came in between nothing
	 * is taken
	 */
	public Optional<Lease> takeOver(RunId run, LeaseHolder holder, long deadToken) {
		return take(run, holder, "token = " + deadToken);
	}

	private Optional<Lease> take(RunId run, LeaseHolder holder, String condition) {
		return this.jdbc.sql(TAKE.formatted(condition))
			.param("host", holder.host())
			.param("pid", holder.pid())
			.param("start", Runs.utc(holder.processStart()))
			.param("run", run.value())
			.query((row, number) -> new Lease(run, row.getLong("token")))
			.optional();
	}

	/**
	 * Says that the holder lives. A lease that expired but that nobody took is renewed.
	 * @return false if another holder has it now
	 */
	public boolean renew(Lease lease) {
		return this.jdbc.sql("""
				update run_lease set heartbeat_at = now()
				 where run_id = :run and token = :token and released_at is null""")
			.param("run", lease.run().value())
			.param("token", lease.token())
			.update() == 1;
	}

	/**
	 * Gives the lease back; does nothing if another holder has it.
	 */
	public void release(Lease lease) {
		this.jdbc.sql("update run_lease set released_at = now() where run_id = :run and token = :token")
			.param("run", lease.run().value())
			.param("token", lease.token())
			.update();
	}

	/**
	 * Where the run's lease stands.
	 * @throws org.springframework.dao.EmptyResultDataAccessException if there is no such
	 * run
	 */
	public LeaseStanding standing(RunId run) {
		LeaseStanding standing = standings(List.of(run)).get(run);
		if (standing == null) {
			throw new EmptyResultDataAccessException("there is no " + run, 1);
		}
		return standing;
	}

	/**
	 * Where the leases of several runs stand; a run that does not exist is left out.
	 */
	public Map<RunId, LeaseStanding> standings(Collection<RunId> runs) {
		if (runs.isEmpty()) {
			return Map.of();
		}
		Map<RunId, LeaseStanding> standings = new HashMap<>();
		this.jdbc.sql("""
				select run_id, token, host, pid, process_start, acquired_at, heartbeat_at,
				       acquired_at is null or released_at is not null as released,
				       coalesce(heartbeat_at < now() - make_interval(secs => :life), true) as expired
				  from run_lease where run_id in (:runs)""")
			.param("life", seconds())
			.param("runs", runs.stream().map(RunId::value).toList())
			.query((row) -> {
				standings.put(new RunId(row.getLong("run_id")), standing(row));
			});
		return standings;
	}

	/**
	 * Holds the row of a run's or partition's lease until the end of the transaction, so
	 * that nobody takes it in the middle of a write.
	 * @throws LeaseLostException if another holder has it
	 */
	void fence(Fence fence) {
		switch (fence) {
			case Lease lease -> {
				if (!isNewest(lease, "run_lease where run_id = :run")) {
					throw new LeaseLostException(lease.run());
				}
			}
			case PartitionLease lease -> {
				if (!isNewest(lease, "run_partition where run_id = :run and holder_host is not null and number = "
						+ lease.partition())) {
					throw new LeaseLostException(lease);
				}
			}
		}
	}

	private boolean isNewest(Fence fence, String row) {
		return this.jdbc.sql("select 1 from " + row + " and token = :token for share")
			.param("run", fence.run().value())
			.param("token", fence.token())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	private double seconds() {
		return this.life.toMillis() / 1000.0;
	}

	private static LeaseStanding standing(ResultSet row) throws SQLException {
		String host = row.getString("host");
		LeaseHolder holder = (host != null)
				? new LeaseHolder(host, row.getLong("pid"), Runs.instant(row, "process_start")) : null;
		return new LeaseStanding(row.getLong("token"), holder, Runs.instant(row, "acquired_at"),
				Runs.instant(row, "heartbeat_at"), row.getBoolean("released"), row.getBoolean("expired"));
	}

}
