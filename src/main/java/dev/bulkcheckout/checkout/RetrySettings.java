package dev.bulkcheckout.checkout;

import java.time.Duration;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often and how long a cart is asked for; settings {@code bulk-checkout.retry.*}.
 * Source of the bound: both Microsoft clients that repeat at all repeat three times.
 *
 * @param maxAttempts calls that count for one cart
 * @param firstPause before the first repetition; the next ones double, with jitter
 * @param longestPause how far the pauses grow
 * @param longestWait how long a wait that an answer asks for is obeyed at most
 * @param totalTime calls and pauses of one cart together; outages and throttling do not
 * count
 */
public record RetrySettings(@DefaultValue("4") int maxAttempts, @DefaultValue("1s") Duration firstPause,
		@DefaultValue("30s") Duration longestPause, @DefaultValue("5m") Duration longestWait,
		@DefaultValue("20m") Duration totalTime) {

	/**
	 * Refuses nonsense.
	 */
	public RetrySettings {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("bulk-checkout.retry.max-attempts must be 1 or more");
		}
		if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
			throw new IllegalArgumentException(
					"bulk-checkout.retry.first-pause must be 1ms or more, and longest-pause not below it");
		}
		if (longestWait.isNegative() || totalTime.isNegative()) {
			throw new IllegalArgumentException("bulk-checkout.retry.longest-wait and total-time must not be negative");
		}
	}

	/**
	 * Four attempts, a second and more between them, twenty minutes in all.
	 */
	public static RetrySettings standard() {
		return new RetrySettings(4, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5),
				Duration.ofMinutes(20));
	}

	/**
	 * How often a cart is asked again at most, whatever its answer would allow.
	 */
	int maxRepeats() {
		return this.maxAttempts - 1;
	}

	/**
	 * Exponential pauses with jitter.
	 */
	public IntervalFunction backOff() {
		return IntervalFunction.ofExponentialRandomBackoff(this.firstPause, 2, 0.5, this.longestPause);
	}

	/**
	 * The budget of attempts that each cart gets.
	 */
	Retry retry() {
		return Retry.of("checkout",
				RetryConfig.<Verdict>custom()
					.maxAttempts(this.maxAttempts)
					.intervalFunction(backOff())
					.retryOnResult((verdict) -> verdict instanceof Verdict.AskAgain
							|| verdict instanceof Verdict.InProgress || verdict instanceof Verdict.AlreadySubmitted)
					.build());
	}

}
