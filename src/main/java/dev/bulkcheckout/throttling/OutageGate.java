package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;

/**
 * Holds all calls while the API is down; an outage uses up no cart's attempts. Whoever
 * waits looks at the clock a few times a second, and one of them at a time goes out as a
 * probe: one whose cart has not failed yet before all others.
 * <p>
 * Where failures may be the carts' own fault, and few carts have failed while none that
 * did not fail has come for some time, it is taken for their fault. Safe for use by
 * thousands of virtual threads.
 */
final class OutageGate {

	private static final Duration LOOK_EVERY = Duration.ofMillis(100);

	/** So many probes without another cart to send: there is none left. */
	private static final int PROBES_WITHOUT_ANOTHER = 5;

	private final OutageSettings settings;

	private final InstantSource clock;

	private final StopSignal stop;

	private final OutageListener listener;

	private final OutageDetector detector;

	/** When somebody last waited whose cart has not failed yet. */
	private Instant lastFreshAt = Instant.MIN;

	private Instant nextWordAt = Instant.MAX;

	/**
	 * Takes the API to be up.
	 * @param clock tells the time
	 * @param stop ends all waiting
	 * @param listener hears of each outage
	 */
	OutageGate(OutageSettings settings, InstantSource clock, StopSignal stop, OutageListener listener) {
		this.settings = settings;
		this.clock = clock;
		this.stop = stop;
		this.listener = listener;
		this.detector = new OutageDetector(settings, clock);
	}

	/**
	 * Waits while the API is down, unless the caller may go out as a probe.
	 * @param fresh whether it asks for what has not failed yet, which tells more than
	 * what has
	 * @return whether the caller is a probe, and may send though the API is down
	 * @throws OutOfPatienceException if the outage lasts too long
	 * @throws CancellationException if the run stops first
	 */
	boolean awaitUp(boolean fresh) throws InterruptedException, OutOfPatienceException {
		while (isDown()) {
			if (mayProbe(fresh)) {
				return true;
			}
			if (this.stop.await(LOOK_EVERY)) {
				throw new CancellationException("the run is being stopped: waiting for the API has ended");
			}
		}
		return false;
	}

	boolean isDown() {
		return this.detector.isDown();
	}

	void answered() {
		this.detector.answered()
			.ifPresent((period) -> this.listener.apiUp(Duration.between(period.from(), period.to())));
	}

	/**
	 * No readable answer came.
	 * @param who the cart or order that was asked about; a lost answer counts once for
	 * each until somebody is answered, so that one cart that always fails is no outage
	 * @param notSent whether the call never reached the API, which cannot be the cart's
	 * fault and always counts
	 * @param probe whether it went out though the API was down
	 * @param what the failure in words for the operator, without secrets
	 */
	synchronized void unanswered(Object who, boolean notSent, boolean probe, String what) {
		Instant now = this.clock.instant();
		if (this.detector.unanswered(who, notSent, probe, what, now)) {
			this.lastFreshAt = now;
			this.nextWordAt = now.plus(this.settings.sayEvery());
			this.listener.apiDown(what, this.detector.since(), givesUpAt());
		}
	}

	/**
	 * Whether a call that was under way in that time met an outage: then its failure is
	 * not its cart's.
	 */
	boolean wasDownBetween(Instant sentAt, Instant failedAt) {
		return this.detector.wasDownBetween(sentAt, failedAt);
	}

	/**
	 * One look of one who waits.
	 * @return whether that one goes out as a probe, now
	 */
	synchronized boolean mayProbe(boolean fresh) throws OutOfPatienceException {
		if (!isDown()) {
			return false;
		}
		Instant now = this.clock.instant();
		this.lastFreshAt = fresh ? now : this.lastFreshAt;
		Duration withoutFresh = Duration.between(this.lastFreshAt, now);
		boolean noneLeft = withoutFresh.compareTo(this.settings.probeEvery().multipliedBy(PROBES_WITHOUT_ANOTHER)) > 0;
		boolean patienceEnds = !now.isBefore(givesUpAt());
		if ((noneLeft || patienceEnds) && this.detector.carts() < this.settings.few()) {
			int carts = this.detector.carts();
			Duration lasted = Duration.between(this.detector.since(), now);
			this.detector.blameCarts();
			this.listener.fewCarts(carts, lasted);
			return false;
		}
		if (patienceEnds) {
			throw new OutOfPatienceException(this.detector.since(), this.settings.patience(),
					this.detector.lastFailure());
		}
		if (!now.isBefore(this.nextWordAt)) {
			this.nextWordAt = now.plus(this.settings.sayEvery());
			this.listener.stillDown(this.detector.lastFailure(), this.detector.since(), givesUpAt());
		}
		boolean freshGoesFirst = !fresh && withoutFresh.compareTo(LOOK_EVERY.multipliedBy(2)) <= 0;
		return !freshGoesFirst && this.detector.tryProbe();
	}

	private Instant givesUpAt() {
		return this.detector.since().plus(this.settings.patience());
	}

}
