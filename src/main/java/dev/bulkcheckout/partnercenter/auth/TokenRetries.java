package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

/**
 * How often and for how long a token is asked for again after a fault that may pass.
 *
 * @param attempts requests in all
 * @param firstWait before the second request; it doubles, and up to half of it is left to
 * chance
 * @param longestWait the most between two requests; who is asked to wait for longer asks
 * no more
 * @param within no request begins later than this after the first
 */
record TokenRetries(int attempts, Duration firstWait, Duration longestWait, Duration within) {

	/** A few tries within a minute. */
	static final TokenRetries WITHIN_A_MINUTE = new TokenRetries(6, Duration.ofSeconds(1), Duration.ofSeconds(20),
			Duration.ofMinutes(1));

	/**
	 * The source with these repetitions.
	 */
	TokenSource around(TokenSource source, InstantSource clock) {
		IntervalFunction waits = IntervalFunction.ofExponentialRandomBackoff(this.firstWait, 2, 0.5, this.longestWait);
		return () -> {
			Instant last = clock.instant().plus(this.within);
			Retry retry = Retry.of("access-token",
					RetryConfig.<IssuedToken>custom()
						.maxAttempts(this.attempts)
						.retryOnException((fault) -> isWorthARepeat(fault, clock.instant(), last))
						.intervalBiFunction((attempt, result) -> {
							long wait = waits.apply(attempt);
							return result.isLeft() ? Math.max(wait, asked(result.getLeft()).toMillis()) : wait;
						})
						.build());
			return retry.executeSupplier(source::ask);
		};
	}

	/**
	 * An endpoint that wants to be left alone for longer is left alone: whoever needs the
	 * token waits, as long as the run's patience lets him.
	 */
	private boolean isWorthARepeat(Throwable fault, Instant now, Instant last) {
		return fault instanceof NoAccessTokenException none && none.isPassing() && now.isBefore(last)
				&& asked(none).compareTo(this.longestWait) <= 0;
	}

	private static Duration asked(Throwable fault) {
		Duration asked = (fault instanceof NoAccessTokenException none) ? none.retryAfter() : null;
		return (asked != null) ? asked : Duration.ZERO;
	}

}
