package dev.bulkcheckout.throttling;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

/**
 * Counts failures with a Resilience4j circuit breaker and decides which count.
 * <p>
 * It opens when the last N calls that count have all failed. A share of failures over a
 * larger window would notice an API that has just died only after dozens of attempts,
 * with all those successes before it; and an API that answers every fifth call is better
 * asked again than waited for.
 */
final class ApiBreaker {

	private final CircuitBreaker breaker;

	/** Whose lost answers count no more until somebody succeeds. */
	private final Set<Object> blamed = new HashSet<>();

	ApiBreaker(OutageSettings settings, InstantSource clock) {
		int failures = settings.failuresInARow();
		this.breaker = CircuitBreaker.of("partner-center",
				CircuitBreakerConfig.custom()
					.slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(100)
					.waitDurationInOpenState(settings.probeEvery())
					.permittedNumberOfCallsInHalfOpenState(1)
					.clock(clock.withZone(ZoneOffset.UTC))
					.build());
	}

	/** Counts a failure if it may be counted, and tells whether the API is down by it. */
	boolean opensWith(Object who, boolean notSent, String what) {
		if (this.blamed.add(who) || notSent) {
			count(what);
		}
		return this.breaker.getState() == CircuitBreaker.State.OPEN;
	}

	/** Notes that a cart has failed, without counting it. */
	void blame(Object who) {
		this.blamed.add(who);
	}

	boolean isBlamed(Object who) {
		return this.blamed.contains(who);
	}

	/** How many carts have failed since somebody succeeded. */
	int blamed() {
		return this.blamed.size();
	}

	/** Somebody succeeded after failures. */
	void acquit() {
		this.blamed.clear();
		close();
		succeeded();
	}

	/** Counts anew, and still blames who was blamed. */
	void close() {
		if (this.breaker.getState() != CircuitBreaker.State.CLOSED) {
			this.breaker.transitionToClosedState();
		}
	}

	void succeeded() {
		this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
	}

	/** Whether a probe may go out now; if so, it has gone. */
	boolean tryProbe() {
		return this.breaker.tryAcquirePermission();
	}

	void probeFailed(String what) {
		count(what);
	}

	/** A probe was never heard of again: another may go out at once. */
	void probeLost() {
		this.breaker.transitionToOpenState();
		this.breaker.transitionToHalfOpenState();
	}

	private void count(String what) {
		this.breaker.onError(0, TimeUnit.NANOSECONDS, new IOException(what));
	}

}
