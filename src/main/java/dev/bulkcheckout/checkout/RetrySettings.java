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
	 * Whether a cart is asked again, and after which pause: as often as both the rule of
	 * its answer and these settings allow, after the longer of our pause and the one that
	 * was asked for.
	 */
	Retry retry() {
		IntervalFunction backOff = backOff();
		return Retry.of("checkout", RetryConfig.<Repetition>custom()
			.maxAttempts(this.maxAttempts)
			.retryOnResult(
					(wanted) -> wanted.before() < wanted.maxRepeats() && wanted.spent().compareTo(this.totalTime) <= 0)
			.intervalBiFunction((attempt, wanted) -> Math.min(this.longestWait.toMillis(),
					Math.max(backOff.apply(attempt), wanted.get().minimumWait().toMillis())))
			.build());
	}

	/**
	 * A repetition that an answer asks for.
	 *
	 * @param maxRepeats how many its rule allows
	 * @param minimumWait what its rule or the answer asks for
	 * @param before how many there were
	 * @param spent the time of the cart so far
	 */
	record Repetition(int maxRepeats, Duration minimumWait, int before, Duration spent) {
	}

}
