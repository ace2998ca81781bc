package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * Shares of a run's carts, each with its own lease and token. The holder of the run plans
 * them, hands them out and can withdraw them; a worker holds one, as long as the run has
 * a living holder. All times are the database's own.
 */
public class Partitions {

	/** So many lives of a lease may the holder of a run not be heard of. */
	private static final int LIVES_OF_THE_RUN = 2;

	private static final String MANAGED = """
			exists (select 1 from run_lease l
			         where l.run_id = p.run_id and l.released_at is null
			           and l.heartbeat_at >= now() - make_interval(secs => :runLife))""";

	// the row is held until its token has grown, so of several at the same instant one
	// gets it
	private static final String TAKE = """
			update run_partition p
			   set token = token + 1, holder_host = :host, holder_pid = :pid, holder_start = :start, heartbeat_at = now()
			 where run_id = :run and number = :number and not stopping and %s and %s
			   and (select l.token from run_lease l where l.run_id = p.run_id) = :managedUnder
			returning token""";

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final Leases leases;

	/**
	 * Works on the given database.
	 * @param transactions short transactions of this database
	 * @param leases of the runs; a partition's lease lasts as long as theirs
	 */
	public Partitions(JdbcClient jdbc, TransactionOperations transactions, Leases leases) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.leases = leases;
	}

	/**
	 * How the holder of a partition stands.
	 */
	public enum Standing {

		/** It goes on. */
		HELD,
		/** It is to give the partition back. */
		STOPPING,
		/** It is to give the partition back until the run has a holder again. */
		UNMANAGED,
		/** The partition is not its own any more. */
		LOST

	}

	/**
	 * Shares out the run's carts by position. A run that was shared out before keeps its
	 * partitions, however many are asked for now.
	 * @param count how many partitions; fewer if there are fewer carts
	 * @param partner whose carts they are: a worker of another one leaves them alone
	 * @return the numbers of the run's partitions
	 * @throws LeaseLostException if another process works on the run now
	 */
	public List<Integer> plan(Lease lease, int count, String partner) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("""
					insert into run_partition (run_id, number, first_position, last_position)
					select :run, share - 1, min(position), max(position)
					  from (select position, ntile(:count) over (order by position) as share
					          from cart where run_id = :run) as shared
					 where not exists (select 1 from run_partition where run_id = :run)
					 group by share""").param("run", lease.run().value()).param("count", count).update();
			this.jdbc.sql("update run_partition set partner = :partner where run_id = :run")
				.param("partner", partner)
				.param("run", lease.run().value())
				.update();
		});
		return this.jdbc.sql("select number from run_partition where run_id = :run order by number")
			.param("run", lease.run().value())
			.query(Integer.class)
			.list();
	}

	/**
	 * Whose carts those of the run are, as was planned; empty if nothing was.
	 */
	public String partner(RunId run) {
		return this.jdbc.sql("select partner from run_partition where run_id = :run limit 1")
			.param("run", run.value())
			.query(String.class)
			.optional()
			.orElse("");
	}

	/**
	 * Takes a partition that nobody holds or whose holder was not heard of for too long,
	 * or is dead. Of several at the same instant one gets it, and nobody gets it who was
	 * not sent by the living holder of the run.
	 * @param isDead whether a holder is known to be dead
	 */
	public Optional<PartitionLease> take(PartitionTask task, LeaseHolder holder, Predicate<LeaseHolder> isDead) {
		String free = "(holder_host is null or heartbeat_at < now() - make_interval(secs => " + life() + "))";
		return take(task, holder, free).or(() -> holderOf(task).filter((held) -> isDead.test(held.holder()))
			.flatMap((dead) -> take(task, holder, "token = " + dead.token())));
	}

	private Optional<PartitionLease> take(PartitionTask task, LeaseHolder holder, String free) {
		return this.jdbc.sql(TAKE.formatted(MANAGED, free))
			.param("host", holder.host())
			.param("pid", holder.pid())
			.param("start", Runs.utc(holder.processStart()))
			.param("run", task.run().value())
			.param("number", task.partition())
			.param("managedUnder", task.managedUnder())
			.param("runLife", LIVES_OF_THE_RUN * life())
			.query((row, number) -> new PartitionLease(task.run(), task.partition(), row.getLong("token")))
			.optional();
	}

	private Optional<Held> holderOf(PartitionTask task) {
		return this.jdbc.sql("""
				select token, holder_host, holder_pid, holder_start from run_partition
				 where run_id = :run and number = :number and holder_host is not null""")
			.param("run", task.run().value())
			.param("number", task.partition())
			.query(Partitions::held)
			.optional();
	}

	private static Held held(ResultSet row, int number) throws SQLException {
		return new Held(row.getLong("token"), new LeaseHolder(row.getString("holder_host"), row.getLong("holder_pid"),
				Runs.instant(row, "holder_start")));
	}

	/**
	 * Whether the process that handed the task out still holds the run. If not, the task
	 * is void: whoever goes on with the run hands out its own.
	 */
	public boolean isManaged(PartitionTask task) {
		return this.jdbc.sql("""
				select 1 from run_lease where run_id = :run and token = :managedUnder and released_at is null""")
			.param("run", task.run().value())
			.param("managedUnder", task.managedUnder())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	/**
	 * Says that the holder lives, and hears how it stands. A lease that expired but that
	 * nobody took is renewed.
	 */
	public Standing renew(PartitionLease lease) {
		return this.jdbc.sql("""
				update run_partition p set heartbeat_at = now()
				 where run_id = :run and number = :number and token = :token and holder_host is not null
				returning stopping, %s as managed""".formatted(MANAGED))
			.param("run", lease.run().value())
			.param("number", lease.partition())
			.param("token", lease.token())
			.param("runLife", LIVES_OF_THE_RUN * life())
			.query((row, number) -> {
				if (row.getBoolean("stopping")) {
					return Standing.STOPPING;
				}
				return row.getBoolean("managed") ? Standing.HELD : Standing.UNMANAGED;
			})
			.optional()
			.orElse(Standing.LOST);
	}

	/**
	 * Gives the partition back; does nothing if it is not the holder's any more.
	 */
	public void release(PartitionLease lease) {
		update(lease, "holder_host = null");
	}

	/**
	 * Takes all partitions of the run from their holders, whose writes are refused from
	 * now on, and takes back what was handed out of it.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void withdraw(Lease lease) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			deleteTasks(lease.run());
			this.jdbc.sql("""
					update run_partition
					   set token = token + 1, holder_host = null, stopping = false, stop_kind = null,
					       stop_reason = null, stop_advice = null
					 where run_id = :run""").param("run", lease.run().value()).update();
		});
	}

	/**
	 * Asks all workers to settle what is in flight and to give the partitions back, and
	 * takes back what nobody works on yet.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void requestStop(Lease lease) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("update run_partition set stopping = true where run_id = :run")
				.param("run", lease.run().value())
				.update();
			deleteTasks(lease.run());
		});
	}

	/**
	 * Hands partitions out to whatever worker comes, in the table where db-scheduler
	 * finds them: due since ever, those of older runs first. What is handed out already
	 * stays as it is.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void offer(Lease lease, PartitionWork work, Collection<PartitionTask> tasks) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			for (PartitionTask task : tasks) {
				this.jdbc
					.sql("insert into " + work.table() + " (task_name, task_instance, execution_time, picked, version)"
							+ " values (:name, :task, to_timestamp(:run), false, 1) on conflict do nothing")
					.param("name", PartitionTask.NAME)
					.param("task", task.id())
					.param("run", lease.run().value())
					.update();
			}
		});
	}

	private void deleteTasks(RunId run) {
		for (PartitionWork work : PartitionWork.values()) {
			this.jdbc.sql("delete from " + work.table() + " where task_instance like :tasks")
				.param("tasks", run.value() + "/%")
				.update();
		}
	}

	/**
	 * The partitions whose holder was heard of lately.
	 */
	public Set<Integer> held(RunId run) {
		return this.jdbc
			.sql("""
					select number from run_partition
					 where run_id = :run and holder_host is not null and heartbeat_at >= now() - make_interval(secs => :life)""")
			.param("run", run.value())
			.param("life", life())
			.query(Integer.class)
			.set();
	}

	/**
	 * Says that the run should stop, and why; for the holder of the run.
	 */
	public void stop(PartitionLease lease, PartitionStop why) {
		this.jdbc.sql("""
				update run_partition set stop_kind = :kind, stop_reason = :reason, stop_advice = :advice
				 where run_id = :run and number = :number and token = :token and holder_host is not null""")
			.param("kind", why.kind())
			.param("reason", StoredText.of(why.reason()))
			.param("advice", StoredText.of(why.advice()))
			.param("run", lease.run().value())
			.param("number", lease.partition())
			.param("token", lease.token())
			.update();
	}

	/**
	 * Why a worker of the run wants it to stop; empty if none does.
	 */
	public Optional<PartitionStop> stopOf(RunId run) {
		return this.jdbc.sql("""
				select stop_kind as kind, stop_reason as reason, stop_advice as advice from run_partition
				 where run_id = :run and stop_kind is not null order by number limit 1""")
			.param("run", run.value())
			.query(PartitionStop.class)
			.optional();
	}

	/**
	 * Notes until when subscription ids are asked for.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void reconcileUntil(Lease lease, Instant deadline) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("update run_partition set reconcile_until = :deadline where run_id = :run")
				.param("deadline", Runs.utc(deadline))
				.param("run", lease.run().value())
				.update();
		});
	}

	/**
	 * Until when subscription ids are asked for, as was noted.
	 */
	public Instant reconcileUntil(PartitionLease lease) {
		return this.jdbc.sql("select reconcile_until from run_partition where run_id = :run and number = :number")
			.param("run", lease.run().value())
			.param("number", lease.partition())
			.query((row, number) -> Objects.requireNonNull(Runs.instant(row, "reconcile_until")))
			.single();
	}

	/**
	 * Notes that the partition's carts up to this position are about to be asked; to be
	 * called before the first of them is.
	 * @throws LeaseLostException if another worker holds the partition now: none of these
	 * carts may be asked
	 */
	public void handOut(PartitionLease lease, long position) {
		if (!update(lease, "handed_out = greatest(handed_out, " + position + ")")) {
			throw new LeaseLostException(lease);
		}
	}

	/**
	 * Does other work of the partition's holder on this database in one transaction in
	 * which nobody else takes the partition.
	 * @throws LeaseLostException if another worker holds the partition now; the work is
	 * not begun
	 */
	public void fenced(PartitionLease lease, Runnable work) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			work.run();
		});
	}

	private boolean update(PartitionLease lease, String change) {
		return this.jdbc
			.sql("update run_partition set " + change + " where run_id = :run and number = :number and token = :token"
					+ " and holder_host is not null")
			.param("run", lease.run().value())
			.param("number", lease.partition())
			.param("token", lease.token())
			.update() == 1;
	}

	private double life() {
		return this.leases.life().toMillis() / 1000.0;
	}

	/**
	 * Who holds a partition.
	 */
	private record Held(long token, LeaseHolder holder) {
	}

}
