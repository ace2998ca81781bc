package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a database that is away and then goes on. What is done again must bear it:
 * after a lost connection nobody knows whether the last statement took effect. One outage
 * is waited for once: when patience is used up, whatever else is tried fails at once,
 * until something succeeds.
 */
public class DatabaseRetry {

	/** A shorter outage is not reported. */
	private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

	private final Retry retry;

	private final Duration patience;

	private final Consumer<String> say;

	private final InstantSource clock;

	private final AtomicReference<@Nullable Absence> absence = new AtomicReference<>();

	/**
	 * Waits with pauses that grow from a tenth of a second to a second.
	 * @param patience how long one outage is waited for
	 * @param say told once when an outage lasts, and once when it ends
	 */
	public DatabaseRetry(Duration patience, Consumer<String> say, InstantSource clock) {
		this.patience = patience;
		this.say = say;
		this.clock = clock;
		this.retry = Retry.of("database", RetryConfig.custom()
			.maxAttempts(Integer.MAX_VALUE)
			.intervalFunction(
					IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.3, Duration.ofSeconds(1)))
			.retryOnException(this::isWorthWaiting)
			.build());
	}

	/**
	 * An outage.
	 *
	 * @param since when the first failure was seen
	 * @param said whether the operator was told
	 */
	private record Absence(Instant since, boolean said) {
	}

	/**
	 * Does the work, again and again while the database is away.
	 * @throws RuntimeException what the last try threw, once patience is used up or if
	 * the fault is not one that passes
	 */
	public <T extends @Nullable Object> T call(Supplier<T> work) {
		T result = this.retry.executeSupplier(work);
		Absence over = this.absence.getAndSet(null);
		if (over != null && over.said()) {
			this.say.accept("the database answers again");
		}
		return result;
	}

	/**
	 * Does the work, again and again while the database is away.
	 * @see #call
	 */
	public void run(Runnable work) {
		call(() -> {
			work.run();
			return Boolean.TRUE;
		});
	}

	private boolean isWorthWaiting(Throwable fault) {
		if (!DatabaseFaults.isPassing(fault)) {
			return false;
		}
		Instant now = this.clock.instant();
		Absence begun = new Absence(now, false);
		Absence known = this.absence.compareAndExchange(null, begun);
		Absence current = (known != null) ? known : begun;
		Duration lasts = Duration.between(current.since(), now);
		if (!current.said() && lasts.compareTo(WORTH_A_WORD) >= 0
				&& this.absence.compareAndSet(current, new Absence(current.since(), true))) {
			this.say.accept(DatabaseFaults.words(fault) + "; waiting up to " + words(this.patience)
					+ " for it, nothing is lost");
		}
		return lasts.compareTo(this.patience) < 0;
	}

	private static String words(Duration time) {
		return (time.compareTo(Duration.ofMinutes(2)) < 0) ? time.toSeconds() + " s" : time.toMinutes() + " min";
	}

}
