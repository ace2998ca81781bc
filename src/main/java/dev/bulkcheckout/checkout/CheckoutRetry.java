package dev.bulkcheckout.checkout;

import java.time.Duration;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

import dev.bulkcheckout.settings.RunProperties;

/**
 * Whether a cart is asked again, and after which pause: as often as both the rule of its
 * answer and the settings allow, after the longer of our pause and the one that was asked
 * for.
 */
public final class CheckoutRetry {

	private CheckoutRetry() {
	}

	/**
	 * Exponential pauses with jitter.
	 */
	public static IntervalFunction backOff(RunProperties.Retry settings) {
		return IntervalFunction.ofExponentialRandomBackoff(settings.firstPause(), 2, 0.5, settings.longestPause());
	}

	static Retry of(RunProperties.Retry settings) {
		IntervalFunction backOff = backOff(settings);
		return Retry.of("checkout",
				RetryConfig.<Repetition>custom()
					.maxAttempts(settings.maxAttempts())
					.retryOnResult((wanted) -> wanted.before() < wanted.maxRepeats()
							&& wanted.spent().compareTo(settings.totalTime()) <= 0)
					.intervalBiFunction((attempt, wanted) -> Math.min(settings.longestWait().toMillis(),
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
