package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.RunId;

/**
 * The runs of the ledger and where each of them stands.
 */
public class Runs {

	private static final String COLUMNS = """
			select id, run_key, input_name, input_sha256, business_date, rerun_of, rerun_outcomes, job, rehearsal,
			       options::text as options, created_at, staged_at, rows_read, started_at, checked_out_at, reconciled_at, finished_at, exit_code,
			       stop_requested_at, stopped_at, stop_kind, stop_reason, stop_advice, approved_at, approved_by
			  from run""";

	private final JdbcClient jdbc;

	/**
	 * Works on the given database.
	 */
	public Runs(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Enters a run and its lease row; does nothing if it is there already.
	 */
	public void enter(RunId id, NewRun run) {
		this.jdbc
			.sql("""
					with entered as (
					    insert into run (id, run_key, input_name, input_sha256, business_date, rerun_of, rerun_outcomes, job,
					                     rehearsal, options)
					    values (:id, :key, :inputName, :sha256, :date, :rerunOf, :rerunOutcomes, :job, :rehearsal, :options::jsonb)
					    on conflict do nothing
					    returning id)
					insert into run_lease (run_id) select id from entered""")
			.param("id", id.value())
			.param("key", run.key())
			.param("inputName", run.inputName())
			.param("sha256", run.inputSha256())
			.param("date", run.businessDate())
			.param("rerunOf", (run.rerunOf() != null) ? run.rerunOf().value() : null)
			.param("rerunOutcomes", run.rerunOutcomes())
			.param("job", run.job())
			.param("rehearsal", run.rehearsal())
			.param("options", run.options())
			.update();
	}

	/**
	 * The run of that number.
	 */
	public Optional<Run> find(RunId id) {
		return this.jdbc.sql(COLUMNS + " where id = :id").param("id", id.value()).query(Runs::run).optional();
	}

	/**
	 * The newest run whose key is the given one, or that with a repetition added by
	 * {@code --again}.
	 */
	public Optional<Run> newestWithKey(String key) {
		return this.jdbc.sql(COLUMNS + " where run_key = :key or run_key like :key || '#%' order by id desc limit 1")
			.param("key", key)
			.query(Runs::run)
			.optional();
	}

	/**
	 * The newest run that has not finished.
	 */
	public Optional<Run> newestUnfinished() {
		return this.jdbc.sql(COLUMNS + " where finished_at is null order by id desc limit 1")
			.query(Runs::run)
			.optional();
	}

	/**
	 * How many runs there are.
	 */
	public long count() {
		return this.jdbc.sql("select count(*) from run").query(Long.class).single();
	}

	/**
	 * The newest runs, newest first.
	 */
	public List<Run> newest(int limit) {
		return this.jdbc.sql(COLUMNS + " order by id desc limit :limit").param("limit", limit).query(Runs::run).list();
	}

	/**
	 * The newest runs that are older than the given one, newest first.
	 */
	public List<Run> olderThan(RunId run, int limit) {
		return this.jdbc.sql(COLUMNS + " where id < :run order by id desc limit :limit")
			.param("run", run.value())
			.param("limit", limit)
			.query(Runs::run)
			.list();
	}

	/**
	 * Runs that have not finished, whether or not somebody works on them, and those that
	 * finished with something left to do of which no other run was made, no preflights
	 * among them; the former first, of each the newest first.
	 */
	public List<Run> unsettled(int limit) {
		return this.jdbc.sql(COLUMNS + "\n" + """
				where finished_at is null
				   or exit_code <> 0 and run_key not like :preflights
				      and not exists (select 1 from run rerun where rerun.rerun_of = run.id)
				order by finished_at is not null, id desc limit :limit""")
			.param("preflights", Run.PREFLIGHT + "%")
			.param("limit", limit)
			.query(Runs::run)
			.list();
	}

	/**
	 * The runs that finished before the given time, oldest first.
	 */
	List<Run> finishedBefore(Instant time) {
		return this.jdbc.sql(COLUMNS + " where finished_at < :time order by id")
			.param("time", utc(time))
			.query(Runs::run)
			.list();
	}

	/**
	 * The runs that were made of a run's carts, oldest first.
	 */
	public List<Run> rerunsOf(RunId id) {
		return this.jdbc.sql(COLUMNS + " where rerun_of = :id order by id")
			.param("id", id.value())
			.query(Runs::run)
			.list();
	}

	/**
	 * The runs that still have order lines without an expected subscription id, oldest
	 * first; no rehearsals.
	 * @param since only orders of carts completed since then
	 */
	public List<RunId> withIdsStillOpen(Instant since) {
		return this.jdbc
			.sql("""
					select r.id from run r
					 where r.checked_out_at is not null and not r.rehearsal
					   and exists (select 1 from cart_order o
					                 join cart c on c.run_id = o.run_id and c.line = o.line
					                 left join order_line_item i on i.cart_order_id = o.id
					                where o.run_id = r.id and coalesce(i.subscription_state, 'MISSING') in ('AWAITED', 'MISSING')
					                  and c.completed_at >= :since)
					 order by r.id""")
			.param("since", utc(since))
			.query((row, number) -> new RunId(row.getLong("id")))
			.list();
	}

	/**
	 * Notes that work on the run begins or goes on: an earlier stop is history.
	 */
	public void started(RunId id) {
		this.jdbc
			.sql("""
					with before as (select started_at from run where id = :id),
					changed as (
					    update run
					       set started_at = coalesce(started_at, now()), stop_requested_at = null, stopped_at = null,
					           stop_kind = null, stop_reason = null, stop_advice = null, finished_at = null, exit_code = null
					     where id = :id)
					insert into run_event (run_id, kind, says, by)
					select :id, case when started_at is null then 'STARTED' else 'RESTARTED' end,
					       case when started_at is null then 'began' else 'went on' end, %s
					  from before"""
				.formatted(RunEvents.BY_HOLDER))
			.param("id", id.value())
			.update();
	}

	/**
	 * Notes that every cart has its outcome.
	 */
	public void checkedOut(RunId id) {
		update(id, "checked_out_at = coalesce(checked_out_at, now())");
	}

	/**
	 * Notes that subscription ids are no longer asked for.
	 */
	public void reconciled(RunId id) {
		update(id, "reconciled_at = now()");
	}

	/**
	 * Notes that the run has ended and with which exit code.
	 */
	public void finished(RunId id, int exitCode) {
		this.jdbc
			.sql("""
					with changed as (
					    update run set finished_at = coalesce(finished_at, now()), exit_code = :code where id = :id returning id)
					insert into run_event (run_id, kind, says, by)
					select id, 'FINISHED', 'finished with exit code ' || :code, %s from changed"""
				.formatted(RunEvents.BY_HOLDER))
			.param("code", exitCode)
			.param("id", id.value())
			.update();
	}

	/**
	 * Notes that the run was stopped before its end and can be restarted.
	 */
	public void stopped(RunId id, String kind, String reason, String advice) {
		this.jdbc.sql("""
				with changed as (
				    update run set stopped_at = now(), stop_kind = :kind, stop_reason = :reason, stop_advice = :advice
				     where id = :id and finished_at is null returning id)
				insert into run_event (run_id, kind, says, by)
				select id, 'STOPPED', 'stopped: ' || :reason, %s from changed""".formatted(RunEvents.BY_HOLDER))
			.param("kind", kind)
			.param("reason", StoredText.of(reason))
			.param("advice", StoredText.of(advice))
			.param("id", id.value())
			.update();
	}

	/**
	 * Asks whoever works on the run to stop; it is seen with the next heartbeat. Finished
	 * runs are worked on, too, while their missing ids are asked for.
	 */
	public void requestStop(RunId id) {
		requestStop(id, "'bulk-checkout stop' asked for it to stop", null);
	}

	/**
	 * The same, asked for by a person who is known.
	 */
	public void requestStop(RunId id, String by) {
		requestStop(id, by + " asked for it to stop", by);
	}

	private void requestStop(RunId id, String says, @Nullable String by) {
		this.jdbc.sql("""
				with changed as (update run set stop_requested_at = now() where id = :id returning id)
				insert into run_event (run_id, kind, says, by) select id, 'STOP_ASKED', :says, :by from changed""")
			.param("says", StoredText.of(says))
			.param("by", StoredText.of(by))
			.param("id", id.value())
			.update();
	}

	/**
	 * Lets a run buy what was planned.
	 * @param by who lets it, for people
	 * @return whether it was waiting for that
	 */
	public boolean approve(RunId id, String by) {
		return this.jdbc.sql("""
				with changed as (
				    update run set approved_at = now(), approved_by = :by
				     where id = :id and stop_kind = :planned and approved_at is null returning id)
				insert into run_event (run_id, kind, says) select id, 'APPROVED', 'approved by ' || :by from changed""")
			.param("id", id.value())
			.param("by", StoredText.of(by))
			.param("planned", Run.PLANNED)
			.update() == 1;
	}

	/**
	 * Takes back what was asked of whoever worked on the run before.
	 */
	public void withdrawStop(RunId id) {
		update(id, "stop_requested_at = null");
	}

	/**
	 * Whether somebody asked for the run to stop.
	 */
	public boolean isStopRequested(RunId id) {
		return this.jdbc.sql("select 1 from run where id = :id and stop_requested_at is not null")
			.param("id", id.value())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	private void update(RunId id, String assignments) {
		this.jdbc.sql("update run set " + assignments + " where id = :id").param("id", id.value()).update();
	}

	private static Run run(ResultSet row, int number) throws SQLException {
		long rerunOf = row.getLong("rerun_of");
		RunId from = row.wasNull() ? null : new RunId(rerunOf);
		return new Run(new RunId(row.getLong("id")), row.getString("run_key"), row.getString("input_name"),
				row.getString("input_sha256"), row.getObject("business_date", LocalDate.class), from,
				row.getString("rerun_outcomes"), row.getString("job"), row.getBoolean("rehearsal"),
				row.getString("options"), required(row, "created_at"), instant(row, "staged_at"),
				row.getLong("rows_read"), instant(row, "started_at"), instant(row, "checked_out_at"),
				instant(row, "reconciled_at"), instant(row, "finished_at"), row.getObject("exit_code", Integer.class),
				instant(row, "stop_requested_at"), instant(row, "stopped_at"), row.getString("stop_kind"),
				row.getString("stop_reason"), row.getString("stop_advice"), instant(row, "approved_at"),
				row.getString("approved_by"));
	}

	static Instant required(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	/**
	 * As Spring Batch keeps times: local to the machine, without a zone.
	 */
	static LocalDateTime local(Instant instant) {
		return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
	}

	static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
		return (instant != null) ? instant.atOffset(ZoneOffset.UTC) : null;
	}

}
