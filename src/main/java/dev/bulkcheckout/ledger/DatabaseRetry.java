package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/**
 * Waits for a database that is away and then goes on. What is done again must bear it:
 * after a lost connection nobody knows whether the last statement took effect.
 */
public class DatabaseRetry {

	private final RetryTemplate template;

	private final AtomicReference<@Nullable Thread> firstToWait = new AtomicReference<>();

	/**
	 * Waits at most so long for one piece of work, with pauses that grow from a tenth of
	 * a second to two seconds.
	 * @param patience how long to wait in all
	 * @param say told once when waiting begins and once when it ends
	 */
	public DatabaseRetry(Duration patience, Consumer<String> say) {
		this.template = new RetryTemplate(RetryPolicy.builder()
			.predicate(DatabaseFaults::isPassing)
			.maxRetries(Long.MAX_VALUE)
			.timeout(patience)
			.delay(Duration.ofMillis(100))
			.multiplier(2)
			.maxDelay(Duration.ofSeconds(2))
			.jitter(Duration.ofMillis(50))
			.build());
		this.template.setRetryListener(new Listener(say, patience));
	}

	/**
	 * Does the work, again and again while the database is away.
	 * @throws RuntimeException what the last try threw, once patience is used up or if
	 * the fault is not one that passes
	 */
	public <T extends @Nullable Object> T call(Supplier<T> work) {
		return this.template.invoke(work);
	}

	/**
	 * Does the work, again and again while the database is away.
	 * @see #call
	 */
	public void run(Runnable work) {
		this.template.invoke(work);
	}

	/**
	 * Lets the first thread that waits speak for all.
	 */
	private final class Listener implements RetryListener {

		private final Consumer<String> say;

		private final Duration patience;

		private Listener(Consumer<String> say, Duration patience) {
			this.say = say;
			this.patience = patience;
		}

		@Override
		public void onRetryFailure(RetryPolicy retryPolicy, Retryable<?> retryable, Throwable throwable) {
			if (DatabaseFaults.isPassing(throwable)
					&& DatabaseRetry.this.firstToWait.compareAndSet(null, Thread.currentThread())) {
				this.say.accept("the database does not answer (" + rootMessage(throwable) + "); waiting up to "
						+ this.patience.toMinutes() + " min for it, nothing is lost");
			}
		}

		@Override
		public void onRetrySuccess(RetryPolicy retryPolicy, Retryable<?> retryable, @Nullable Object result) {
			if (DatabaseRetry.this.firstToWait.getAndSet(null) != null) {
				this.say.accept("the database answers again");
			}
		}

		private static String rootMessage(Throwable throwable) {
			Throwable root = throwable;
			while (root.getCause() != null) {
				root = root.getCause();
			}
			String message = root.getMessage();
			return (message != null) ? message.lines().findFirst().orElse("") : root.getClass().getSimpleName();
		}

	}

}
