package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * What the workers of a run have in flight, and what they know of the pace. One worker of
 * a run at a time looks and writes. All times are the database's own.
 */
public class RunWorkers {

	private static final double MILLIS = 1000.0;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 * @param transactions short transactions of this database
	 * @param leases of the runs; a worker that was not heard of for as long is none
	 */
	public RunWorkers(JdbcClient jdbc, TransactionOperations transactions, Leases leases) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * A worker of a run.
	 *
	 * @param wanted calls in flight and waiting
	 * @param granted calls that it may have in flight
	 * @param inFlight calls that it has in flight
	 * @param pausedFor how much longer it waits, by a Retry-After
	 */
	public record RunWorker(int wanted, int granted, int inFlight, Duration pausedFor) {
	}

	/**
	 * What one worker heard of the others.
	 *
	 * @param granted calls that it may have in flight from now on
	 * @param pausedFor how much longer the one waits that waits longest
	 */
	public record Granted(int granted, Duration pausedFor) {
	}

	/**
	 * Says how a worker stands and hears what it may have in flight.
	 * @param worker the name of the one that asks
	 * @param self how it stands; what it was granted is not looked at
	 * @param grant decides, by all others
	 */
	public Granted exchange(RunId run, String worker, RunWorker self, ToIntFunction<List<RunWorker>> grant) {
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			// one worker of the run at a time; nothing that refers to the run waits
			this.jdbc.sql("select 1 from run where id = :run for no key update")
				.param("run", run.value())
				.query(Integer.class)
				.single();
			List<RunWorker> others = others(run, worker);
			int granted = grant.applyAsInt(others);
			write(run, worker, self, granted);
			return new Granted(granted,
					others.stream().map(RunWorker::pausedFor).max(Duration::compareTo).orElse(Duration.ZERO));
		}));
	}

	private List<RunWorker> others(RunId run, String worker) {
		return this.jdbc.sql("""
				select wanted, granted, in_flight,
				       greatest(0, coalesce(extract(epoch from paused_until - clock_timestamp()), 0)) as paused
				  from run_worker
				 where run_id = :run and worker <> :worker
				   and seen_at >= clock_timestamp() - make_interval(secs => :life)""")
			.param("run", run.value())
			.param("worker", worker)
			.param("life", this.leases.life().toMillis() / MILLIS)
			.query(RunWorkers::worker)
			.list();
	}

	private static RunWorker worker(ResultSet row, int number) throws SQLException {
		return new RunWorker(row.getInt("wanted"), row.getInt("granted"), row.getInt("in_flight"),
				Duration.ofMillis((long) (MILLIS * row.getDouble("paused"))));
	}

	private void write(RunId run, String worker, RunWorker self, int granted) {
		this.jdbc.sql("""
				insert into run_worker (run_id, worker, seen_at, wanted, in_flight, granted, paused_until)
				values (:run, :worker, clock_timestamp(), :wanted, :inFlight, :granted,
				        clock_timestamp() + make_interval(secs => :paused))
				on conflict (run_id, worker) do update
				   set seen_at = excluded.seen_at, wanted = excluded.wanted, in_flight = excluded.in_flight,
				       granted = excluded.granted, paused_until = excluded.paused_until""")
			.param("run", run.value())
			.param("worker", worker)
			.param("wanted", self.wanted())
			.param("inFlight", self.inFlight())
			.param("granted", granted)
			.param("paused", self.pausedFor().toMillis() / MILLIS)
			.update();
	}

	/**
	 * The worker has nothing in flight any more and takes no part in the run.
	 */
	public void leave(RunId run, String worker) {
		this.jdbc.sql("delete from run_worker where run_id = :run and worker = :worker")
			.param("run", run.value())
			.param("worker", worker)
			.update();
	}

}
