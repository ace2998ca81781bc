package dev.bulkcheckout.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.job.Progress.Phase;
import dev.bulkcheckout.job.SettlementListener;
import dev.bulkcheckout.ledger.RunCounts;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunListener;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.CallListener;
import dev.bulkcheckout.throttling.Pace;

/**
 * Metrics of a run, counted where its calls, carts and end are heard of. Names and tags
 * are those of {@code docs/metrics.md}; no tag holds what a customer or cart is called.
 */
public final class RunMetrics implements CallListener, SettlementListener, RunListener {

	private static final String PREFIX = "bulk.checkout.";

	private static final double MILLIS_OF_A_SECOND = 1000;

	private final MeterRegistry registry;

	private final RunCountsQuery counts;

	private final InstantSource clock;

	private final Meter.MeterProvider<Timer> calls;

	private final Meter.MeterProvider<Counter> carts;

	private final Counter tokens;

	private final AtomicReference<@Nullable Progress> progress = new AtomicReference<>();

	/**
	 * Registers what can be told before a run begins.
	 * @param pace what the governor of the calls is doing
	 * @param counts of the run that has ended
	 * @param clock tells when it ended
	 */
	RunMetrics(MeterRegistry registry, Supplier<Pace> pace, RunCountsQuery counts, InstantSource clock) {
		this.registry = registry;
		this.counts = counts;
		this.clock = clock;
		this.calls = Timer.builder(PREFIX + "calls")
			.description("calls that were sent and have ended, and how long they took")
			.serviceLevelObjectives(RunPulse.LATENCY_BOUNDS.stream().map(Duration::ofMillis).toArray(Duration[]::new))
			.withRegistry(registry);
		this.carts = Counter.builder(PREFIX + "carts").description("carts settled").withRegistry(registry);
		this.tokens = Counter.builder(PREFIX + "token.renewals")
			.description("access tokens issued after the first")
			.register(registry);
		gauge("calls.in.flight", "calls that were let through and have not ended", pace, Pace::inFlight);
		gauge("calls.waiting", "calls that wait to be let through", pace, Pace::waiting);
		gauge("pace", "calls a second that would be let through now; +Inf where nothing is known", pace, Pace::rate);
		TimeGauge
			.builder(PREFIX + "pause", () -> pace.get().pausedFor().toMillis() / MILLIS_OF_A_SECOND, TimeUnit.SECONDS)
			.description("how long nothing is let through from now on because the API said so")
			.register(registry);
		gauge("carts.left", "carts without an outcome", () -> left(Phase.CHECKOUT), Double::doubleValue);
		gauge("subscriptions.awaited", "order lines whose subscription id is asked for", () -> left(Phase.RECONCILE),
				Double::doubleValue);
	}

	private <T> void gauge(String name, String description, Supplier<T> source, ToDoubleFunction<T> value) {
		Gauge.builder(PREFIX + name, () -> value.applyAsDouble(source.get()))
			.description(description)
			.register(this.registry);
	}

	private double left(Phase phase) {
		Progress of = this.progress.get();
		return (of != null && of.phase() == phase) ? of.total() - of.done() : 0;
	}

	/**
	 * Tells the age of a refresh token, too.
	 */
	public void refreshTokenAge(Supplier<Duration> age) {
		TimeGauge.builder(PREFIX + "refresh.token.age", () -> (double) age.get().toSeconds(), TimeUnit.SECONDS)
			.description("since a person consented to the refresh token in use")
			.register(this.registry);
	}

	/**
	 * An access token was issued, after the first that a run waits for.
	 */
	public void tokenIssued() {
		this.tokens.increment();
	}

	@Override
	public void ended(CallKind kind, CallEnd end, String code, Duration took) {
		this.calls.withTags("kind", kind.name(), "end", end.name(), "code", code).record(took);
	}

	@Override
	public void settled(RunId run, Settlement settlement) {
		String code = settlement.result().trace().errorCode();
		this.carts
			.withTags("outcome", settlement.result().outcome().outcome().name(), "code", (code != null) ? code : "none")
			.increment();
	}

	@Override
	public void began(RunId run, Progress progress) {
		this.progress.set(progress);
	}

	@Override
	public void ended(RunEnd end) {
		if (end instanceof RunEnd.Finished finished) {
			RunCounts run = this.counts.of(finished.run());
			double now = this.clock.millis() / MILLIS_OF_A_SECOND;
			TimeGauge.builder(PREFIX + "run.finished", () -> now, TimeUnit.SECONDS)
				.description("when a run last finished, in seconds since 1970")
				.register(this.registry);
			gauge("run.exit.code", "what the last run to finish told its scheduler", () -> finished,
					RunEnd.Finished::exitCode);
			gauge("run.carts.needing.attention", "carts and rows of the last run to finish that need a person",
					() -> run, RunCounts::needingPerson);
		}
	}

}
