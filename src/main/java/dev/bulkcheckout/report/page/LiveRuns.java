package dev.bulkcheckout.report.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.RunState;
import dev.bulkcheckout.report.Snapshot;

/**
 * Asks where runs stand that are being worked on. The carts of a run are read once for
 * each look, so that whoever looks often should do so in proportion to how long it takes.
 */
public class LiveRuns {

	private static final int MOST_SLOTS = 120;

	private static final int RECENT_SECONDS = 10;

	private static final int MOST_EVENTS = 200;

	private static final List<Integer> SLOTS = List.of(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600);

	// carts that were settled before this process took the run up are in slot -1
	private static final String CARTS = """
			select coalesce(outcome, 'NOT_ATTEMPTED') as outcome,
			       greatest(-1, floor(extract(epoch from completed_at - :begin) / :slot))::integer as slot,
			       count(*) as carts, count(*) filter (where completed_at > :recent) as recent
			  from cart where run_id = :run group by 1, 2""";

	private static final String STEPS = """
			select distinct on (s.step_name) s.step_name, s.status
			  from batch_step_execution s join batch_job_execution j on j.job_execution_id = s.job_execution_id
			 where j.job_instance_id = :run and s.step_name not like '%:%'
			 order by s.step_name, s.step_execution_id desc""";

	// what a slot met: its calls of both kinds, which pause together
	private static final String PULSES = """
			select at, sum(refused) as refused, max(paused_ms) as paused
			  from run_pulse where run_id = :run and at >= :begin and (refused > 0 or paused_ms > 0)
			 group by at order by at""";

	private static final String LAST_PULSE = """
			select sum(in_flight) as in_flight, max(pace) as pace from run_pulse
			 where run_id = :run
			   and at = (select max(at) from run_pulse where run_id = :run and at < :whole and at >= :lately)
			having count(*) > 0""";

	private static final String EVENTS = """
			select at, kind, says, by from run_event where run_id = :run order by at desc, kind limit :limit""";

	private final Snapshot snapshot;

	private final JdbcClient jdbc;

	private final Runs runs;

	private final Leases leases;

	/**
	 * Asks the given database.
	 * @param leases of the same database
	 */
	public LiveRuns(DataSource dataSource, Leases leases) {
		this.snapshot = new Snapshot(dataSource);
		this.jdbc = this.snapshot.jdbc();
		this.runs = new Runs(this.jdbc);
		this.leases = leases;
	}

	/**
	 * The run as it stands; empty if there is none, or nobody works on it.
	 */
	public Optional<LiveRun> of(RunId id) {
		return this.snapshot.read(() -> {
			// this is asked every second: it must not take the processors from the run
			this.jdbc.sql("set local max_parallel_workers_per_gather = 0").update();
			return this.runs.find(id).flatMap(this::live);
		});
	}

	/**
	 * The runs that are being worked on, newest first.
	 */
	public List<RunId> worked() {
		return this.jdbc
			.sql("""
					select run_id from run_lease
					 where released_at is null and heartbeat_at >= now() - make_interval(secs => :life) order by run_id desc""")
			.param("life", this.leases.life().toMillis() / 1000.0)
			.query((row, number) -> new RunId(row.getLong("run_id")))
			.list();
	}

	/**
	 * A text that is another one when a run has begun, ended, or is worked on by somebody
	 * else.
	 */
	public String version() {
		return this.jdbc
			.sql("""
					select concat_ws(' ', max(id), max(finished_at), max(stopped_at), max(stop_requested_at), max(approved_at),
					                 (select max(acquired_at) from run_lease), (select max(released_at) from run_lease),
					                 (select string_agg(concat(id, says), ' ' order by id) from page_action
					                   where begun_at is null and ended_at is null)) as version
					  from run""")
			.query(String.class)
			.single() + worked();
	}

	/**
	 * The same of one run.
	 */
	public String version(RunId run) {
		return this.jdbc.sql("""
				select concat_ws(' ', finished_at, stopped_at, stop_requested_at, approved_at, token, released_at,
				                 (select concat(max(id), ' ', count(begun_at), ' ', count(ended_at)) from page_action
				                   where run_id = :run)) as version
				  from run left join run_lease on run_id = id where id = :run""")
			.param("run", run.value())
			.query(String.class)
			.optional()
			.orElse("") + worked().contains(run);
	}

	private Optional<LiveRun> live(Run run) {
		if (!(RunState.of(run, this.leases.standing(run.id())) instanceof RunState.Running state)) {
			return Optional.empty();
		}
		Instant now = Rows.now(this.jdbc);
		Instant begin = state.since();
		int slot = slotFor(Duration.between(begin, now));
		Carts carts = carts(run.id(), begin, slot, now);
		List<RunEvent> events = events(run.id());
		LiveRun.Ids ids = ids(run.id());
		List<Pulse> pulses = pulses(run.id(), begin);
		LiveChart chart = new LiveChart(begin, slot, carts.perSecond(slot, now, begin),
				pulses.stream()
					.filter((pulse) -> pulse.paused() > 0)
					.map((pulse) -> span(begin, slot, pulse.at(), pulse.at().plus(RunPulse.SLOT)))
					.toList(),
				down(events, begin, slot, now));
		return Optional.of(new LiveRun(run, state, steps(run, carts, ids), carts.outcomes(), carts.lately(begin, now),
				ids, calls(run, pulses, now), chart, events, now));
	}

	private static int slotFor(Duration lasts) {
		return SLOTS.stream()
			.filter((slot) -> lasts.toSeconds() / slot < MOST_SLOTS)
			.findFirst()
			.orElseGet(() -> Math.toIntExact(lasts.toSeconds() / MOST_SLOTS));
	}

	private Carts carts(RunId run, Instant begin, int slot, Instant now) {
		Carts carts = new Carts(new EnumMap<>(Outcome.class), new long[MOST_SLOTS + 2], new long[1]);
		this.jdbc.sql(CARTS)
			.param("begin", Rows.utc(begin))
			.param("slot", slot)
			.param("recent", Rows.utc(now.minusSeconds(RECENT_SECONDS)))
			.param("run", run.value())
			.query((row) -> {
				carts.outcomes.merge(Outcome.valueOf(row.getString("outcome")), row.getLong("carts"), Long::sum);
				int number = row.getInt("slot");
				if (!row.wasNull() && number >= 0 && number < carts.slots.length) {
					carts.slots[number] += row.getLong("carts");
				}
				carts.recent[0] += row.getLong("recent");
			});
		return carts;
	}

	/**
	 * What was counted of the carts.
	 */
	private record Carts(Map<Outcome, Long> outcomes, long[] slots, long[] recent) {

		long all() {
			return this.outcomes.values().stream().mapToLong(Long::longValue).sum();
		}

		long settled() {
			return all() - this.outcomes.getOrDefault(Outcome.NOT_ATTEMPTED, 0L);
		}

		double lately(Instant begin, Instant now) {
			double seconds = Math.clamp(Duration.between(begin, now).toMillis() / 1000.0, 1, RECENT_SECONDS);
			return this.recent[0] / seconds;
		}

		/** The slots that are over; the first of all even if it is not. */
		List<Double> perSecond(int slot, Instant now, Instant begin) {
			int whole = Math.clamp(Duration.between(begin, now).toSeconds() / slot, 1, MOST_SLOTS);
			return IntStream.range(0, whole).mapToObj((i) -> (double) this.slots[i] / slot).toList();
		}
	}

	private List<LiveRun.Step> steps(Run run, Carts carts, LiveRun.Ids ids) {
		Map<String, String> tries = Rows.pairs(this.jdbc.sql(STEPS).param("run", run.id().value()), "step_name",
				"status");
		boolean inspects = run.isPreflight() || tries.containsKey("inspectCarts");
		long inspected = inspects ? this.jdbc.sql("select count(*) from cart_inspection where run_id = :run")
			.param("run", run.id().value())
			.query(Long.class)
			.single() : 0;
		List<LiveRun.Step> steps = new ArrayList<>();
		steps.add(step(LiveRun.Step.Kind.READ, tries.get("stageCarts"), 0, 0));
		if (inspects) {
			steps.add(step(LiveRun.Step.Kind.INSPECT, tries.get("inspectCarts"), inspected, carts.all()));
		}
		if (!run.isPreflight()) {
			steps.add(step(LiveRun.Step.Kind.CHECKOUT, tries.get("checkoutCarts"), carts.settled(), carts.all()));
			steps.add(step(LiveRun.Step.Kind.IDS, tries.get("reconcileSubscriptions"), 0, ids.orders()));
		}
		steps.add(step(LiveRun.Step.Kind.WRITE, tries.get("writeResults"), 0, 0));
		return steps;
	}

	private static LiveRun.Step step(LiveRun.Step.Kind kind, @Nullable String status, long done, long all) {
		LiveRun.Step.Progress progress = (status == null) ? LiveRun.Step.Progress.TO_COME : switch (status) {
			case "COMPLETED" -> LiveRun.Step.Progress.DONE;
			case "STARTING", "STARTED", "STOPPING" -> LiveRun.Step.Progress.RUNNING;
			default -> LiveRun.Step.Progress.TO_COME;
		};
		return new LiveRun.Step(kind, progress, done, all);
	}

	private LiveRun.Ids ids(RunId run) {
		return this.jdbc.sql("""
				select count(*) as orders, min(next_read_at) as next_look from cart_order
				 where run_id = :run and next_read_at is not null""")
			.param("run", run.value())
			.query((row, number) -> new LiveRun.Ids(row.getLong("orders"), Rows.instant(row, "next_look")))
			.single();
	}

	private List<Pulse> pulses(RunId run, Instant begin) {
		return this.jdbc.sql(PULSES)
			.param("run", run.value())
			.param("begin", Rows.utc(RunPulse.slotOf(begin)))
			.query((row, number) -> new Pulse(Rows.required(row, "at"), row.getLong("refused"), row.getLong("paused")))
			.list();
	}

	/**
	 * Ten seconds in which calls were refused or nothing was let through.
	 */
	private record Pulse(Instant at, long refused, long paused) {
	}

	private LiveRun.Calls calls(Run run, List<Pulse> pulses, Instant now) {
		Workers workers = this.jdbc.sql("""
				select count(*) as workers, sum(in_flight) as in_flight from run_worker
				 where run_id = :run and seen_at >= now() - interval '10 seconds'""")
			.param("run", run.id().value())
			.query((row, number) -> new Workers(row.getInt("workers"), row.getDouble("in_flight")))
			.single();
		Last last = this.jdbc.sql(LAST_PULSE)
			.param("run", run.id().value())
			.param("whole", Rows.utc(RunPulse.slotOf(now)))
			.param("lately", Rows.utc(now.minus(RunPulse.SLOT.multipliedBy(3))))
			.query((row, number) -> new Last(row.getDouble("in_flight"), row.getString("pace")))
			.optional()
			.orElse(new Last(null, null));
		Instant lastRefused = pulses.stream()
			.filter((pulse) -> pulse.refused() > 0)
			.map(Pulse::at)
			.reduce((first, second) -> second)
			.orElse(null);
		return new LiveRun.Calls((workers.workers() > 0) ? Double.valueOf(workers.inFlight()) : last.inFlight(),
				concurrency(run), workers.workers(), last.pace(), pulses.stream().mapToLong(Pulse::refused).sum(),
				lastRefused, Duration.ofMillis(pulses.stream().mapToLong(Pulse::paused).sum()));
	}

	private record Workers(int workers, double inFlight) {
	}

	private record Last(@Nullable Double inFlight, @Nullable String pace) {
	}

	/** What the run was launched with. */
	private @Nullable Integer concurrency(Run run) {
		return this.jdbc
			.sql("select (options ->> 'bulk-checkout.concurrency')::integer as most from run where id = :run")
			.param("run", run.id().value())
			.query((row, number) -> Optional.ofNullable(row.getObject("most", Integer.class)))
			.single()
			.orElse(null);
	}

	/**
	 * What changed the course of a run, newest first; 200 at the most.
	 */
	public List<RunEvent> events(RunId run) {
		return this.jdbc.sql(EVENTS)
			.param("run", run.value())
			.param("limit", MOST_EVENTS)
			.query(LiveRuns::event)
			.list();
	}

	static RunEvent event(ResultSet row, int number) throws SQLException {
		return new RunEvent(Rows.required(row, "at"), RunEvent.Kind.valueOf(row.getString("kind")),
				row.getString("says"), row.getString("by"));
	}

	private static List<LiveChart.Span> down(List<RunEvent> newestFirst, Instant begin, int slot, Instant now) {
		List<LiveChart.Span> down = new ArrayList<>();
		Instant until = now;
		for (RunEvent event : newestFirst) {
			switch (event.kind()) {
				case OUTAGE -> {
					if (until.isAfter(begin)) {
						down.add(span(begin, slot, event.at(), until));
					}
					until = event.at();
				}
				case OUTAGE_ENDED, STOPPED, LOST, FINISHED -> until = event.at();
				default -> {
					// changes nothing for the API
				}
			}
		}
		return down;
	}

	private static LiveChart.Span span(Instant begin, int slot, Instant from, Instant to) {
		double left = Math.max(0, Duration.between(begin, from).toMillis() / 1000.0 / slot);
		double right = Duration.between(begin, to).toMillis() / 1000.0 / slot;
		return new LiveChart.Span(left, Math.max(0.2, right - left));
	}

}
