package dev.bulkcheckout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;

/**
 * What is done from the page and by the API: each request is entered once, together with
 * the task by which some process of {@code serve} does it.
 */
public class PageActions {

	private static final String COLUMNS = """
			select id, kind, asked_by, asked_at, request_key, request_sha256, run_id, job, rehearsal, outcomes, input_name,
			       input_sha256, carts, begun_at, begun_by, works_on, ended_at, result, exit_code, says, taken_back_by
			  from page_action""";

	private static final String ENTER = """
			insert into page_action (kind, asked_by, request_key, request_sha256, run_id, job, rehearsal, outcomes, input_name,
			                         input_sha256, carts, ended_at, result, says)
			values (:kind, :by, :key, :sha256, :run, :job, :rehearsal, :outcomes, :inputName, :inputSha256, :carts,
			        case when :says::text is not null then now() end, case when :says::text is not null then 'DONE' end, :says)
			    on conflict do nothing returning id""";

	private static final String HAND_OUT = """
			with action as (%s)
			insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
			select '%s', id::text, now(), false, 1 from action""".formatted(ENTER, PageAction.TASK);

	private static final String TAKE_BACK = """
			update page_action set ended_at = now(), result = 'TAKEN_BACK', taken_back_by = :by, says = :says""";

	private static final String UNSERVED = """
			with seen as (
			    select id, begun_at is not null as begun,
			           coalesce(unserved_since < now() - make_interval(secs => :seconds), false) as for_long,
			           format('no process serves the job %s, whose file is gone or cannot be used', job) as why
			      from page_action where id = :id and ended_at is null for update)
			update page_action a
			   set unserved_since = coalesce(unserved_since, now()), ended_at = case when for_long then now() end,
			       result = case when for_long then case when begun then 'STOPPED' else 'REFUSED' end end,
			       says = case when not for_long then format('waits: %s; if it stays so for %s minutes, this is given up', why, :minutes)
			                   when begun then why || ': put it right and restart the run'
			                   else why || ': nothing was asked; put it right and ask again' end
			  from seen where a.id = seen.id returning for_long""";

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	/**
	 * Works on the given database.
	 */
	public PageActions(JdbcClient jdbc, TransactionOperations transactions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Enters a request that a process of {@code serve} is to do. Of several at the same
	 * instant that are about the same run, or the same bytes, one is accepted.
	 */
	public AskedAction ask(ActionRequest request) {
		this.jdbc.sql(HAND_OUT).params(parameters(request, null)).update();
		return asked(request);
	}

	/**
	 * Enters a request to stop a run, and does it: asks whoever works on the run, and
	 * takes back what waits to go on with it. All or nothing.
	 * @param worked whether somebody works on the run
	 */
	public AskedAction stop(ActionRequest request, boolean worked) {
		RunId run = Objects.requireNonNull(request.run());
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			boolean waited = worked || waits(run);
			String says = run + (worked ? " was asked to stop"
					: waited ? " was not begun: what waited to go on with it was taken back"
							: " is not being worked on: there is nothing to stop");
			if (this.jdbc.sql(ENTER).params(parameters(request, says)).query(Long.class).optional().isPresent()) {
				takeBack(run, request.by());
				if (worked) {
					new Runs(this.jdbc).requestStop(run, request.by());
				}
			}
			return asked(request);
		}));
	}

	private boolean waits(RunId run) {
		return open(run).filter((open) -> open.begunAt() == null && open.request().kind() != ActionKind.RERUN)
			.isPresent();
	}

	private void takeBack(RunId run, String by) {
		this.jdbc.sql(TAKE_BACK + " where run_id = :run and kind <> 'RERUN' and begun_at is null and ended_at is null")
			.param("says", "taken back: " + by + " asked for a stop")
			.param("by", by)
			.param("run", run.value())
			.update();
	}

	/**
	 * Takes back what is not begun yet. Either this or {@link #begin} succeeds.
	 * @param by who does so
	 * @return false if it is begun or over, or there is none
	 */
	public boolean takeBack(long id, String by) {
		return this.jdbc.sql(TAKE_BACK + " where id = :id and begun_at is null and ended_at is null")
			.param("says", "taken back by " + by + ": nothing was asked")
			.param("by", by)
			.param("id", id)
			.update() == 1;
	}

	private static Map<String, @Nullable Object> parameters(ActionRequest request, @Nullable String says) {
		Map<String, @Nullable Object> parameters = new HashMap<>();
		ActionRequest.Input input = request.input();
		RunId run = request.run();
		parameters.put("kind", request.kind().name());
		parameters.put("by", request.by());
		parameters.put("key", request.key());
		parameters.put("sha256", request.sha256());
		parameters.put("run", (run != null) ? run.value() : null);
		parameters.put("job", request.job());
		parameters.put("rehearsal", request.rehearsal());
		parameters.put("outcomes", request.outcomeNames());
		parameters.put("inputName", (input != null) ? StoredText.of(input.name()) : null);
		parameters.put("inputSha256", (input != null) ? input.sha256() : null);
		parameters.put("carts", request.carts());
		parameters.put("says", says);
		return parameters;
	}

	/**
	 * What there is after a request was entered, or was not because of another one.
	 */
	private AskedAction asked(ActionRequest request) {
		Optional<PageAction> known = known(request.by(), request.key());
		if (known.isPresent()) {
			PageAction action = known.get();
			return action.request().sha256().equals(request.sha256()) ? new AskedAction.Accepted(action)
					: new AskedAction.OtherRequest(action);
		}
		RunId run = request.run();
		Optional<PageAction> other = (run != null) ? open(run) : openLaunch(Objects.requireNonNull(request.input()));
		// what was under way may be over by now
		return other.<AskedAction>map(AskedAction.UnderWay::new).orElseGet(() -> ask(request));
	}

	/**
	 * The request of that person that is known by that key.
	 */
	public Optional<PageAction> known(String by, String key) {
		return this.jdbc.sql(COLUMNS + " where asked_by = :by and request_key = :key")
			.param("by", by)
			.param("key", key)
			.query(PageActions::action)
			.optional();
	}

	private Optional<PageAction> open(RunId run) {
		return this.jdbc.sql(COLUMNS + " where run_id = :run and ended_at is null")
			.param("run", run.value())
			.query(PageActions::action)
			.optional();
	}

	private Optional<PageAction> openLaunch(ActionRequest.Input input) {
		return this.jdbc.sql(COLUMNS + " where input_sha256 = :sha256 and ended_at is null order by id limit 1")
			.param("sha256", input.sha256())
			.query(PageActions::action)
			.optional();
	}

	/**
	 * The action of that number.
	 */
	public Optional<PageAction> find(long id) {
		return this.jdbc.sql(COLUMNS + " where id = :id").param("id", id).query(PageActions::action).optional();
	}

	/**
	 * The newest actions, newest first.
	 * @param before only those with a smaller number
	 */
	public List<PageAction> newest(int limit, long before) {
		return this.jdbc.sql(COLUMNS + " where id < :before order by id desc limit :limit")
			.param("before", before)
			.param("limit", limit)
			.query(PageActions::action)
			.list();
	}

	/**
	 * What is not begun yet, oldest first.
	 */
	public List<PageAction> waiting(int limit) {
		return this.jdbc.sql(COLUMNS + " where begun_at is null and ended_at is null order by id limit :limit")
			.param("limit", limit)
			.query(PageActions::action)
			.list();
	}

	/**
	 * What was done with a run, or made it; newest first, a hundred at the most.
	 */
	public List<PageAction> of(RunId run) {
		return this.jdbc.sql(COLUMNS + " where run_id = :run or works_on = :run order by id desc limit 100")
			.param("run", run.value())
			.query(PageActions::action)
			.list();
	}

	/**
	 * Notes what an action has to wait for.
	 */
	public void waits(long id, String what) {
		this.jdbc.sql("""
				update page_action set says = :says, unserved_since = null
				 where id = :id and begun_at is null and ended_at is null""")
			.param("says", what)
			.param("id", id)
			.update();
	}

	/**
	 * Notes that a process does not serve the job of an action. Unless another one comes
	 * by that does, the action is over after a while.
	 * @param patience how long after the first process that did not
	 * @return whether it is over
	 */
	public boolean unserved(long id, Duration patience) {
		return this.jdbc.sql(UNSERVED)
			.param("seconds", patience.toSeconds())
			.param("minutes", patience.toMinutes())
			.param("id", id)
			.query(Boolean.class)
			.optional()
			.orElse(true);
	}

	/**
	 * Notes that an action begins.
	 * @param by the process
	 * @return false if it is over, or was taken back
	 */
	public boolean begin(long id, String by) {
		return this.jdbc
			.sql("""
					update page_action set begun_at = coalesce(begun_at, now()), begun_by = coalesce(begun_by, :by), says = null,
					       unserved_since = null
					 where id = :id and ended_at is null""")
			.param("by", by)
			.param("id", id)
			.update() == 1;
	}

	/**
	 * Notes which run an action began or goes on with.
	 */
	public void worksOn(long id, RunId run) {
		this.jdbc.sql("update page_action set works_on = :run where id = :id")
			.param("run", run.value())
			.param("id", id)
			.update();
	}

	/**
	 * Notes what an action came to; does nothing if that is noted.
	 */
	public void end(long id, ActionResult result, @Nullable Integer exitCode, String says) {
		this.jdbc.sql("""
				update page_action set ended_at = now(), result = :result, exit_code = :exitCode, says = :says
				 where id = :id and ended_at is null""")
			.param("result", result.name())
			.param("exitCode", exitCode)
			.param("says", StoredText.of(says))
			.param("id", id)
			.update();
	}

	private static PageAction action(ResultSet row, int number) throws SQLException {
		String sha256 = row.getString("input_sha256");
		String result = row.getString("result");
		ActionRequest request = new ActionRequest(ActionKind.valueOf(row.getString("kind")), row.getString("asked_by"),
				row.getString("request_key"), row.getString("request_sha256"), run(row, "run_id"), row.getString("job"),
				row.getBoolean("rehearsal"), outcomes(row.getString("outcomes")),
				(sha256 != null) ? new ActionRequest.Input(row.getString("input_name"), sha256) : null,
				row.getObject("carts", Long.class));
		return new PageAction(row.getLong("id"), request, Runs.required(row, "asked_at"), Runs.instant(row, "begun_at"),
				row.getString("begun_by"), run(row, "works_on"), Runs.instant(row, "ended_at"),
				(result != null) ? ActionResult.valueOf(result) : null, row.getObject("exit_code", Integer.class),
				row.getString("says"), row.getString("taken_back_by"));
	}

	private static @Nullable RunId run(ResultSet row, String column) throws SQLException {
		Long run = row.getObject(column, Long.class);
		return (run != null) ? new RunId(run) : null;
	}

	private static Set<Outcome> outcomes(@Nullable String names) {
		return (names == null) ? Set.of()
				: Arrays.stream(names.split(",", -1)).map(Outcome::valueOf).collect(Collectors.toSet());
	}

}
