package dev.bulkcheckout.report.html;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.report.Numbers;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunState;
import dev.bulkcheckout.report.Times;

/**
 * Joins what was kept of a run into at most 240 slots. What was not kept, because the run
 * is older than that, is left out and not drawn as zero.
 */
final class TimeLineQuery {

	private static final int MOST_SLOTS = 240;

	private static final List<Integer> STEPS = List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
			10_800, 21_600, 43_200, 86_400, 172_800, 604_800);

	private static final int MOST_TICKS = 7;

	private final RunReport report;

	private final JdbcClient jdbc;

	private final Times times;

	private final List<RunEvent> events;

	private Instant begin = Instant.EPOCH;

	private double seconds = 1;

	TimeLineQuery(RunReport report, JdbcClient jdbc, Times times, List<RunEvent> events) {
		this.report = report;
		this.jdbc = jdbc;
		this.times = times;
		this.events = events;
	}

	@Nullable TimeLine timeLine() {
		List<Instant> settled = this.jdbc.sql("""
				select min(completed_at) as first, max(completed_at) as last from cart
				 where run_id = :run and completed_at is not null having count(*) > 0""")
			.param("run", this.report.run().id().value())
			.query((row, number) -> List.of(PageQuery.instant(row, "first"), PageQuery.instant(row, "last")))
			.optional()
			.orElse(List.of());
		if (settled.isEmpty()) {
			return null;
		}
		List<Pulse> pulses = pulses();
		List<Instant> marks = new ArrayList<>(settled);
		this.report.steps().forEach((step) -> {
			marks.add(step.startedAt());
			marks.add((step.endedAt() != null) ? step.endedAt() : step.startedAt());
		});
		pulses.forEach((pulse) -> {
			marks.add(pulse.at());
			marks.add(pulse.at().plus(RunPulse.SLOT));
		});
		if (this.report.state() instanceof RunState.Running) {
			marks.add(this.report.asOf());
		}
		this.begin = marks.stream().min(Instant::compareTo).orElseThrow();
		Instant end = marks.stream().max(Instant::compareTo).orElseThrow();
		this.seconds = Math.max(1, Duration.between(this.begin, end).toMillis() / 1000.0);
		int slot = (int) Math.ceil(this.seconds / MOST_SLOTS);
		List<Double> rates = settled(slot);
		double highest = nice(rates.stream().mapToDouble(Double::doubleValue).max().orElse(1));
		// a joined slot is a whole number of kept ones
		int kept = (int) RunPulse.SLOT.toSeconds();
		int joined = Math.ceilDiv(slot, kept) * kept;
		return new TimeLine(this.times.localMillis(this.begin), slot, rates, highest, ticks(), lanes(pulses, joined),
				latency(pulses, joined));
	}

	private List<Double> settled(int slot) {
		double[] rates = new double[(int) Math.ceil(this.seconds / slot) + 1];
		this.jdbc.sql("""
				select floor(extract(epoch from completed_at) - :begin)::bigint / :slot as slot, count(*) as carts
				  from cart where run_id = :run and completed_at is not null group by 1""")
			.param("begin", this.begin.toEpochMilli() / 1000.0)
			.param("slot", slot)
			.param("run", this.report.run().id().value())
			.query((row) -> {
				rates[row.getInt("slot")] = (double) row.getLong("carts") / slot;
			});
		int length = (int) Math.max(1, Math.ceil(this.seconds / slot));
		return Arrays.stream(rates, 0, length).boxed().toList();
	}

	private List<Pulse> pulses() {
		return this.jdbc.sql("""
				select at, call, refused, paused_ms, latency from run_pulse where run_id = :run order by at""")
			.param("run", this.report.run().id().value())
			.query((row, number) -> new Pulse(PageQuery.instant(row, "at"), row.getString("call").equals("CHECKOUT"),
					row.getInt("refused"), row.getInt("paused_ms"), (Integer[]) row.getArray("latency").getArray()))
			.list();
	}

	private List<TimeLine.Lane> lanes(List<Pulse> pulses, int slot) {
		List<TimeLine.Lane> lanes = new ArrayList<>();
		int refused = pulses.stream().mapToInt(Pulse::refused).sum();
		if (refused > 0) {
			lanes.add(lane("Refused, 429 · " + Numbers.of(refused),
					marks(pulses, slot, (pulse) -> pulse.refused() > 0, "ref")));
		}
		// the kinds of call pause together
		List<Pulse> paused = pulses.stream().filter((pulse) -> pulse.pausedMillis() > 0).toList();
		if (!paused.isEmpty()) {
			long millis = paused.stream()
				.collect(Collectors.toMap(Pulse::at, Pulse::pausedMillis, Math::max))
				.values()
				.stream()
				.mapToLong(Integer::longValue)
				.sum();
			lanes.add(lane("Paused by throttle · " + Numbers.of(Duration.ofMillis(millis)),
					marks(pulses, slot, (pulse) -> pulse.pausedMillis() > 0, "par")));
		}
		add(lanes, "Partner Center down",
				spans(RunEvent.Kind.OUTAGE, List.of(RunEvent.Kind.OUTAGE_ENDED, RunEvent.Kind.STOPPED), "ref"));
		List<TimeLine.Mark> down = new ArrayList<>(
				spans(RunEvent.Kind.LOST, List.of(RunEvent.Kind.RESTARTED, RunEvent.Kind.STARTED), "mut"));
		down.addAll(spans(RunEvent.Kind.STOPPED, List.of(RunEvent.Kind.RESTARTED), "mut"));
		add(lanes, "Process down", down);
		List<TimeLine.Mark> steps = new ArrayList<>();
		for (RunReport.Step step : this.report.steps()) {
			Instant ended = (step.endedAt() != null) ? step.endedAt() : this.report.asOf();
			steps.add(mark(step.startedAt(), ended, (steps.size() % 2 == 0) ? "acc" : "ord", step.name()));
		}
		add(lanes, "Steps", steps);
		return lanes;
	}

	private static void add(List<TimeLine.Lane> lanes, String name, List<TimeLine.Mark> marks) {
		if (!marks.isEmpty()) {
			lanes.add(lane(name, marks));
		}
	}

	private static TimeLine.Lane lane(String name, List<TimeLine.Mark> marks) {
		return new TimeLine.Lane(name, marks);
	}

	private List<TimeLine.Mark> marks(List<Pulse> pulses, int slot, Predicate<Pulse> shown, String style) {
		return pulses.stream().filter(shown).map((pulse) -> slotOf(pulse.at(), slot)).distinct().map((number) -> {
			Instant from = this.begin.plusSeconds((long) number * slot);
			return mark(from, from.plusSeconds(slot), style, this.times.clock(from));
		}).toList();
	}

	private int slotOf(Instant at, int slot) {
		return (int) Math.max(0, Duration.between(this.begin, at).toSeconds() / slot);
	}

	private List<TimeLine.Mark> spans(RunEvent.Kind first, List<RunEvent.Kind> last, String style) {
		List<TimeLine.Mark> spans = new ArrayList<>();
		for (int i = 0; i < this.events.size(); i++) {
			RunEvent event = this.events.get(i);
			if (event.kind() == first) {
				Instant until = this.events.stream()
					.skip(i + 1L)
					.filter((later) -> last.contains(later.kind()))
					.map(RunEvent::at)
					.findFirst()
					.orElse(this.begin.plusMillis((long) (this.seconds * 1000)));
				spans.add(mark(event.at(), until, style,
						this.times.clock(event.at()) + " to " + this.times.clock(until)));
			}
		}
		return spans;
	}

	private TimeLine.Mark mark(Instant from, Instant to, String style, String title) {
		double left = place(from);
		return new TimeLine.Mark(left, Math.max(place(to), Math.min(1, left + 0.003)), style, title);
	}

	private double place(Instant time) {
		return Math.clamp(Duration.between(this.begin, time).toMillis() / 1000.0 / this.seconds, 0, 1);
	}

	private List<TimeLine.Tick> ticks() {
		int step = STEPS.stream().filter((each) -> this.seconds / each <= MOST_TICKS).findFirst().orElse(604_800);
		List<TimeLine.Tick> ticks = new ArrayList<>();
		long first = Math.ceilDiv(this.begin.getEpochSecond(), step) * step;
		for (long at = first; at <= this.begin.getEpochSecond() + this.seconds; at += step) {
			Instant time = Instant.ofEpochSecond(at);
			String clock = this.times.clock(time);
			String text = (step < 60) ? clock
					: (step < 86_400) ? clock.substring(0, 5) : this.times.full(time).substring(5, 10);
			ticks.add(new TimeLine.Tick(place(time), text));
		}
		return ticks;
	}

	private TimeLine.@Nullable Latency latency(List<Pulse> pulses, int slot) {
		List<Pulse> checkouts = pulses.stream().filter(Pulse::checkout).toList();
		if (checkouts.isEmpty()) {
			return null;
		}
		int buckets = RunPulse.LATENCY_BOUNDS.size() + 1;
		long[] whole = new long[buckets];
		long[][] counts = new long[(int) Math.ceil(this.seconds / slot) + 1][buckets];
		for (Pulse pulse : checkouts) {
			int number = slotOf(pulse.at(), slot);
			for (int i = 0; i < buckets && i < pulse.latency().length; i++) {
				whole[i] += pulse.latency()[i];
				counts[number][i] += pulse.latency()[i];
			}
		}
		List<TimeLine.@Nullable Within> slots = new ArrayList<>();
		int highest = 1;
		for (long[] count : Arrays.copyOf(counts, (int) Math.max(1, Math.ceil(this.seconds / slot)))) {
			TimeLine.Within within = within(count);
			slots.add(within);
			highest = (within != null) ? Math.max(highest, within.nearlyAll()) : highest;
		}
		TimeLine.Within all = within(whole);
		return (all != null) ? new TimeLine.Latency(slot, slots, all, highest) : null;
	}

	private static TimeLine.@Nullable Within within(long[] counts) {
		long all = Arrays.stream(counts).sum();
		return (all == 0) ? null
				: new TimeLine.Within(bound(counts, all, 0.5), bound(counts, all, 0.95), bound(counts, all, 0.99));
	}

	/** The first bound within which that share of the calls ended. */
	private static int bound(long[] counts, long all, double share) {
		long[] sum = { 0 };
		OptionalInt bucket = IntStream.range(0, counts.length).filter((i) -> {
			sum[0] += counts[i];
			return sum[0] >= share * all;
		}).findFirst();
		return RunPulse.LATENCY_BOUNDS.get(Math.min(bucket.orElse(0), RunPulse.LATENCY_BOUNDS.size() - 1));
	}

	/** The next of 1, 2, 3, 5, 10 and so on. */
	private static double nice(double value) {
		double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 0.01))));
		for (double step : new double[] { 1, 2, 3, 5, 10 }) {
			if (value <= step * power) {
				return step * power;
			}
		}
		return 10 * power;
	}

	/**
	 * What was kept of one kind of call in ten seconds.
	 */
	private record Pulse(Instant at, boolean checkout, int refused, int pausedMillis, Integer[] latency) {
	}

}
