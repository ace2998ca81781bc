package dev.bulkcheckout.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.RunId;

/**
 * Removes what is no longer needed, from our tables and Spring Batch's together.
 */
public class Housekeeping {

	/** What hangs on executions, deepest first. */
	private static final List<String> OF_INSTANCES = List.of("""
			delete from batch_step_execution_context where step_execution_id in (
			    select s.step_execution_id from batch_step_execution s
			      join batch_job_execution e on e.job_execution_id = s.job_execution_id
			     where e.job_instance_id in (:instances))""", """
			delete from batch_step_execution where job_execution_id in (
			    select job_execution_id from batch_job_execution where job_instance_id in (:instances))""", """
			delete from batch_job_execution_context where job_execution_id in (
			    select job_execution_id from batch_job_execution where job_instance_id in (:instances))""", """
			delete from batch_job_execution_params where job_execution_id in (
			    select job_execution_id from batch_job_execution where job_instance_id in (:instances))""",
			"delete from batch_job_execution where job_instance_id in (:instances)",
			"delete from batch_job_instance where job_instance_id in (:instances)");

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	/**
	 * Works on the given database.
	 */
	public Housekeeping(JdbcClient jdbc, TransactionOperations transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * The runs that finished before the given time and that nobody works on, oldest
	 * first.
	 */
	public List<Run> finishedBefore(Instant time) {
		return new Runs(this.jdbc).finishedBefore(time);
	}

	/**
	 * Removes a finished run whole, with what was done with it on the page, in one
	 * transaction. A rerun of it stays and forgets what it was made of.
	 * @return false if somebody works on it or something is asked for with it, or it is
	 * not finished; nothing is removed then
	 */
	public boolean remove(RunId run) {
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			LongTransaction.begin();
			boolean free = this.jdbc.sql("""
					select 1 from run_lease l join run r on r.id = l.run_id
					 where l.run_id = :run and r.finished_at is not null
					   and (l.acquired_at is null or l.released_at is not null)
					   and not exists (select 1 from page_action a
					                    where a.ended_at is null and (a.run_id = :run or a.works_on = :run))
					   for update of l""").param("run", run.value()).query(Integer.class).optional().isPresent();
			if (free) {
				this.jdbc.sql("delete from page_action where coalesce(works_on, run_id) = :run")
					.param("run", run.value())
					.update();
				this.jdbc.sql("delete from run where id = :run").param("run", run.value()).update();
				removeInstances(List.of(run.value()));
			}
			return free;
		}));
	}

	/**
	 * Removes the executions of later looks for subscription ids that ended before the
	 * given time; the ids themselves are with their runs.
	 * @param job the job that they are instances of
	 * @return how many there were
	 */
	public int removeInstancesOf(String job, Instant time) {
		Integer removed = this.transactions.execute((status) -> {
			LongTransaction.begin();
			List<Long> instances = this.jdbc.sql("""
					select i.job_instance_id from batch_job_instance i
					 where i.job_name = :job
					   and not exists (select 1 from batch_job_execution e
					                    where e.job_instance_id = i.job_instance_id
					                      and (e.end_time is null or e.create_time >= :time))""")
				.param("job", job)
				.param("time", Runs.local(time))
				.query(Long.class)
				.list();
			if (!instances.isEmpty()) {
				removeInstances(instances);
			}
			return instances.size();
		});
		return (removed != null) ? removed : 0;
	}

	/**
	 * Removes what was asked for on the page, ended before the given time, and has no run
	 * in the ledger; the others go with their run.
	 * @return how many there were
	 */
	public int removeActions(Instant time) {
		return this.jdbc.sql("delete from page_action where ended_at < :time and run_id is null and works_on is null")
			.param("time", time.atOffset(ZoneOffset.UTC))
			.update();
	}

	/**
	 * The SHA-256 of the files that runs were made of, or that are asked for.
	 * @param without runs that do not count
	 */
	public Set<String> inputs(Set<RunId> without) {
		return this.jdbc.sql("""
				select id, input_sha256 from run where input_sha256 is not null
				union all
				select null, input_sha256 from page_action where input_sha256 is not null and ended_at is null""")
			.query((row, number) -> {
				Long run = row.getObject("id", Long.class);
				return (run != null && without.contains(new RunId(run))) ? "" : row.getString("input_sha256");
			})
			.set();
	}

	private void removeInstances(List<Long> instances) {
		OF_INSTANCES.forEach((sql) -> this.jdbc.sql(sql).param("instances", instances).update());
	}

}
