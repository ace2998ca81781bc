package dev.bulkcheckout.throttling;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

/**
 * Tells an API that is down from a cart that fails; waits for nobody. A Resilience4j
 * circuit breaker counts, lets a probe out now and then, and closes again; here is
 * decided what it counts.
 * <p>
 * It opens when the last N calls that count have all failed. A share of failures over a
 * larger window would notice an API that has just died only after dozens of attempts; and
 * an API that answers every fifth call is better asked again than waited for. Safe for
 * use by many threads.
 */
final class OutageDetector {

	private static final int KEPT_PERIODS = 1000;

	private final InstantSource clock;

	private final CircuitBreaker breaker;

	/** Carts that failed since somebody was answered; each counts once. */
	private final Set<Object> failed = new HashSet<>();

	private final Deque<OutagePeriod> past = new ArrayDeque<>();

	/** Something failed since the last answer: the only time when an answer matters. */
	private volatile boolean suspected;

	private boolean proved;

	/** Whether a failure has counted since somebody was answered. */
	private boolean failing;

	private Instant since = Instant.EPOCH;

	private String lastFailure = "";

	OutageDetector(OutageSettings settings, InstantSource clock) {
		this.clock = clock;
		int failures = settings.failuresInARow();
		this.breaker = CircuitBreaker.of("partner-center",
				CircuitBreakerConfig.custom()
					.slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(100)
					.waitDurationInOpenState(settings.probeEvery())
					.permittedNumberOfCallsInHalfOpenState(1)
					.maxWaitDurationInHalfOpenState(settings.probeTimeout())
					.clock(clock.withZone(ZoneOffset.UTC))
					.build());
		this.breaker.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition() == StateTransition.HALF_OPEN_TO_OPEN) {
				prove();
			}
		});
	}

	boolean isDown() {
		return this.breaker.getState() != CircuitBreaker.State.CLOSED;
	}

	/** When the first of the failures in a row came; only while it is down. */
	synchronized Instant since() {
		return this.since;
	}

	synchronized String lastFailure() {
		return this.lastFailure;
	}

	/** How many carts have failed since somebody was answered. */
	synchronized int carts() {
		return this.failed.size();
	}

	/** Whether a probe may go out now; if so, it has gone. */
	boolean tryProbe() {
		return this.breaker.tryAcquirePermission();
	}

	/**
	 * Somebody was answered.
	 * @return the outage that ended by that, if one did
	 */
	Optional<OutagePeriod> answered() {
		if (!this.suspected) {
			this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
			return Optional.empty();
		}
		synchronized (this) {
			OutagePeriod period = new OutagePeriod(this.since, this.clock.instant());
			boolean wasDown = isDown();
			if (wasDown && this.proved) {
				this.past.addLast(period);
				if (this.past.size() > KEPT_PERIODS) {
					this.past.removeFirst();
				}
			}
			this.failed.clear();
			end();
			this.suspected = false;
			return wasDown ? Optional.of(period) : Optional.empty();
		}
	}

	/**
	 * Somebody was not answered.
	 * @param probe whether it went out although all others wait; others are late news
	 * while it is down
	 * @return whether it is down by that, and was not before
	 */
	synchronized boolean unanswered(Object who, boolean notSent, boolean probe, String what, Instant now) {
		this.suspected = true;
		this.lastFailure = what;
		boolean counts = this.failed.add(who) || notSent;
		boolean wasDown = isDown();
		if (wasDown ? !probe : !counts) {
			return false;
		}
		this.since = this.failing ? this.since : now;
		this.failing = true;
		this.breaker.onError(0, TimeUnit.NANOSECONDS, new IOException(what));
		return !wasDown && isDown();
	}

	/**
	 * Those that failed are at fault themselves: there was no outage, and only others
	 * that fail can make one.
	 */
	synchronized void blameCarts() {
		end();
	}

	/**
	 * Whether a call that was under way in that time met an outage, perhaps one that was
	 * recognised only later, and that a failing probe has proved.
	 */
	synchronized boolean wasDownBetween(Instant sentAt, Instant failedAt) {
		return (isDown() && this.proved && !failedAt.isBefore(this.since))
				|| this.past.stream().anyMatch((period) -> period.meets(sentAt, failedAt));
	}

	private synchronized void prove() {
		this.proved = true;
	}

	private void end() {
		this.breaker.reset();
		this.proved = false;
		this.failing = false;
	}

}
