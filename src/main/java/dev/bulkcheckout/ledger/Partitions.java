package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * Shares of a run's carts, each with its own lease and token. The holder of the run plans
 * them and can withdraw them; a worker holds one. All times are the database's own.
 */
public class Partitions {

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
	 * Shares out the run's carts by position. A run that was shared out before keeps its
	 * partitions, however many are asked for now.
	 * @param count how many partitions; fewer if there are fewer carts
	 * @return the numbers of the run's partitions
	 * @throws LeaseLostException if another process works on the run now
	 */
	public List<Integer> plan(Lease lease, int count) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("""
					insert into run_partition (run_id, number, first_position, last_position)
					select :run, share - 1, min(position), max(position)
					  from (select position, ntile(:count) over (order by position) as share
					          from cart where run_id = :run) as shared
					 where not exists (select 1 from run_partition where run_id = :run)
					 group by share""").param("run", lease.run().value()).param("count", count).update();
		});
		return this.jdbc.sql("select number from run_partition where run_id = :run order by number")
			.param("run", lease.run().value())
			.query(Integer.class)
			.list();
	}

	/**
	 * Takes a partition that nobody holds or whose holder was not heard of for too long;
	 * of several at the same instant one gets it.
	 */
	public Optional<PartitionLease> take(RunId run, int partition, LeaseHolder holder) {
		return this.jdbc.sql("""
				update run_partition set token = token + 1, holder = :holder, heartbeat_at = now()
				 where run_id = :run and number = :number
				   and (holder is null or heartbeat_at < now() - make_interval(secs => :life))
				returning token""")
			.param("holder", holder.hostName() + ", pid " + holder.pid())
			.param("run", run.value())
			.param("number", partition)
			.param("life", seconds(this.leases.life()))
			.query((row, number) -> new PartitionLease(run, partition, row.getLong("token")))
			.optional();
	}

	/**
	 * Says that the holder lives. A lease that expired but that nobody took is renewed.
	 * @return false if it is not the holder's any more
	 */
	public boolean renew(PartitionLease lease) {
		return update(lease, "heartbeat_at = now()");
	}

	/**
	 * Gives the partition back; does nothing if it is not the holder's any more.
	 */
	public void release(PartitionLease lease) {
		update(lease, "holder = null");
	}

	/**
	 * Takes all partitions from their holders, whose writes are refused from now on: for
	 * a process that goes on with the whole run by itself.
	 * @throws LeaseLostException if another process works on the run now
	 */
	public void withdraw(Lease lease) {
		this.transactions.executeWithoutResult((status) -> {
			this.leases.fence(lease);
			this.jdbc.sql("update run_partition set token = token + 1, holder = null where run_id = :run")
				.param("run", lease.run().value())
				.update();
		});
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

	private boolean update(PartitionLease lease, String change) {
		return this.jdbc
			.sql("update run_partition set " + change + " where run_id = :run and number = :number and token = :token"
					+ " and holder is not null")
			.param("run", lease.run().value())
			.param("number", lease.partition())
			.param("token", lease.token())
			.update() == 1;
	}

	private static double seconds(Duration life) {
		return life.toMillis() / 1000.0;
	}

}
