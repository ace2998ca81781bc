package dev.bulkcheckout.report.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;

/**
 * Asks what is fired when, what that came to, and who works.
 */
public class ServedJobs {

	private static final String NEXT = """
			select task_instance as job, execution_time as at, picked_by as by, last_heartbeat as heartbeat_at
			  from scheduled_tasks where task_name = 'serve'""";

	private static final String LAST = """
			select * from (select *, row_number() over (partition by job order by due_at desc) as age from job_fire) as fire
			 where age <= :limit order by job, due_at desc""";

	private static final String WORKERS = """
			select p.run_id, split_part(p.holder_host, ' ', 1) as host, p.holder_pid as pid, max(p.heartbeat_at) as heartbeat_at,
			       string_agg((p.number + 1)::text, ', ' order by p.number) as partitions, bool_or(p.stopping) as stopping
			  from run_partition p where p.holder_host is not null
			 group by 1, 2, 3 order by 1 desc, 2, 3""";

	private static final String PARTITIONS = """
			select run_id, count(*) as partitions, count(*) filter (where holder_host is null) as free,
			       (select count(*) from cart c where c.run_id = p.run_id and c.outcome is null) as open
			  from run_partition p
			 where exists (select 1 from run_lease l where l.run_id = p.run_id and l.released_at is null)
			 group by 1 order by 1 desc""";

	private final JdbcClient jdbc;

	/**
	 * Asks the given database.
	 */
	public ServedJobs(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * When a job is due.
	 *
	 * @param job its name
	 * @param at when
	 * @param by the process that works on it now; null if none does
	 * @param heartbeatAt when that process was last heard of
	 */
	public record NextFire(String job, Instant at, @Nullable String by, @Nullable Instant heartbeatAt) {
	}

	/**
	 * A time at which a job was fired.
	 *
	 * @param dueAt the time of its schedule
	 * @param firedAt when it was fired
	 * @param by the process that fired it
	 * @param endedAt when it was over; null while it goes on
	 * @param says what it came to; null while it goes on
	 */
	public record LastFire(Instant dueAt, Instant firedAt, String by, @Nullable Instant endedAt,
			@Nullable String says) {

		/**
		 * What it came to, a line for each file, fifty at the most.
		 */
		public List<String> lines() {
			return (this.says != null) ? this.says.lines().limit(50).toList() : List.of();
		}
	}

	/**
	 * A process that has partitions of a run.
	 *
	 * @param run that run
	 * @param host where it is
	 * @param pid there
	 * @param heartbeatAt when it was last heard of
	 * @param partitions their numbers, from 1
	 * @param stopping whether it is to give some back
	 */
	public record Worker(RunId run, String host, long pid, Instant heartbeatAt, String partitions, boolean stopping) {
	}

	/**
	 * The partitions of a run that is worked on.
	 *
	 * @param run that run
	 * @param partitions how many it has
	 * @param free how many nobody holds, whether they are done or wait for a worker
	 * @param open carts that have no outcome
	 */
	public record SharedRun(RunId run, long partitions, long free, long open) {
	}

	/**
	 * When each job is due, by name; one that no process serves any more is there, too.
	 */
	public Map<String, NextFire> next() {
		return this.jdbc.sql(NEXT)
			.query((row, number) -> new NextFire(row.getString("job"), Rows.required(row, "at"), row.getString("by"),
					Rows.instant(row, "heartbeat_at")))
			.list()
			.stream()
			.collect(Collectors.toMap(NextFire::job, (next) -> next, (first, second) -> first));
	}

	/**
	 * The last fires of each job, newest first.
	 * @param limit how many of each
	 */
	public Map<String, List<LastFire>> last(int limit) {
		return this.jdbc.sql(LAST)
			.param("limit", limit)
			.query((row, number) -> Map.entry(row.getString("job"),
					new LastFire(Rows.required(row, "due_at"), Rows.required(row, "fired_at"),
							row.getString("fired_by"), Rows.instant(row, "ended_at"), row.getString("says"))))
			.list()
			.stream()
			.collect(Collectors.groupingBy(Map.Entry::getKey,
					Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	/**
	 * Who has partitions of runs; newest runs first.
	 */
	public List<Worker> workers() {
		return this.jdbc.sql(WORKERS)
			.query((row, number) -> new Worker(new RunId(row.getLong("run_id")), row.getString("host"),
					row.getLong("pid"), Rows.required(row, "heartbeat_at"), row.getString("partitions"),
					row.getBoolean("stopping")))
			.list();
	}

	/**
	 * Runs with partitions that are worked on, newest first.
	 */
	public List<SharedRun> shared() {
		return this.jdbc.sql(PARTITIONS)
			.query((row, number) -> new SharedRun(new RunId(row.getLong("run_id")), row.getLong("partitions"),
					row.getLong("free"), row.getLong("open")))
			.list();
	}

	/**
	 * The moment by the database's clock.
	 */
	public Instant now() {
		return Rows.now(this.jdbc);
	}

}
