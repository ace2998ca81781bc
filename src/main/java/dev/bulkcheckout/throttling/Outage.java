package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells an API that is down from a cart that fails, and holds all calls while it is: an
 * outage uses up no cart's attempts. A Resilience4j circuit breaker counts; this class
 * waits.
 * <p>
 * Every call first passes {@link #awaitUp}, and the thread that passed it reports what
 * came of the call. While the API is down one waiting thread at a time is let through as
 * a probe: one whose cart has not failed yet before all others, else the longest waiting
 * first. Safe for use by thousands of virtual threads: only the first of those that wait
 * looks at the clock.
 */
public final class Outage implements AutoCloseable {

	private static final Duration SHORTEST_SLEEP = Duration.ofMillis(1);

	private final OutageSettings settings;

	private final InstantSource clock;

	private final Evidence evidence;

	private final ReentrantLock lock = new ReentrantLock();

	private final WaitingLine waiting = new WaitingLine(this.lock);

	private volatile @Nullable Thread probe;

	private Instant probeSentAt = Instant.MIN;

	private Instant nextProbeAt = Instant.MIN;

	private Instant nextWishAt = Instant.MIN;

	private boolean gaveUp;

	private boolean stopped;

	/**
	 * Takes the API to be up.
	 * @param clock tells the time
	 * @param listener hears of each outage
	 */
	public Outage(OutageSettings settings, InstantSource clock, OutageListener listener) {
		this.settings = settings;
		this.clock = clock;
		this.evidence = new Evidence(settings, clock, listener);
	}

	/**
	 * Waits while the API is down, unless this thread may go out as a probe.
	 * @param fresh whether it asks for what has not failed yet, which tells more than
	 * what has
	 * @return how long it waited, zero if it did not; does not count as the cart's time
	 * @throws OutOfPatienceException if the outage lasts too long, for everybody who
	 * waits or comes later
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws CancellationException if this is or becomes closed while waiting
	 */
	public Duration awaitUp(boolean fresh) throws InterruptedException, OutOfPatienceException {
		// a probe that something else held up has kept its turn
		if (maySend()) {
			return Duration.ZERO;
		}
		this.lock.lockInterruptibly();
		Condition place = this.waiting.join(fresh && this.settings.few() > 0);
		try {
			Instant begin = this.clock.instant();
			while (this.evidence.isDown() && !mayProbe(place)) {
				this.waiting.await(place, untilNextLook());
			}
			return Duration.between(begin, this.clock.instant());
		}
		finally {
			this.waiting.leave(place);
			this.lock.unlock();
		}
	}

	/**
	 * Whether this thread may send: the API is up, or the thread is the probe. To be
	 * asked again after waiting for anything else, as a call that goes out into an outage
	 * would cost its cart an attempt.
	 */
	public boolean maySend() {
		return !this.evidence.isDown() || isProbe();
	}

	boolean isProbe() {
		return this.probe == Thread.currentThread();
	}

	/**
	 * A readable answer came, be it a refusal or 429: the API is up.
	 */
	public void succeeded() {
		if (!this.evidence.isSuspected()) {
			this.evidence.usual();
			return;
		}
		this.lock.lock();
		try {
			boolean wasDown = this.evidence.isDown();
			this.evidence.acquit(this.clock.instant());
			if (wasDown) {
				goOn();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * No readable answer came.
	 * @param who the cart or order that was asked about; a lost answer counts once for
	 * each until somebody succeeds, so that one poisonous cart is not taken for an outage
	 * @param notSent whether the call never reached the API (refused connection, no
	 * address, no TLS), which cannot be the cart's fault and always counts
	 * @param what the failure in words for the operator, without secrets
	 */
	public void failed(Object who, boolean notSent, String what) {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			boolean wasDown = this.evidence.isDown();
			if (this.evidence.holdAgainst(who, notSent, what, now)) {
				this.gaveUp = false;
				this.nextProbeAt = now.plus(this.settings.probeEvery());
				this.nextWishAt = now;
			}
			else if (wasDown && isProbe()) {
				this.probe = null;
				this.evidence.probeFailed();
				this.nextProbeAt = now.plus(this.settings.probeEvery());
				this.waiting.wakeFirst();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether a call that was under way in that time met an outage, also one that was
	 * recognised only later: then its failure is not its cart's. An outage whose very
	 * first probe was answered was none: some carts that fail each time must not keep
	 * each other alive.
	 * @param from when the call was sent
	 * @param to when it failed
	 */
	public boolean wasDownBetween(Instant from, Instant to) {
		return locked(() -> this.evidence.meets(from, to));
	}

	/**
	 * The same, but of an outage that still lasts only if a probe has failed in it.
	 */
	boolean wasSurelyDownBetween(Instant from, Instant to) {
		return locked(() -> this.evidence.surelyMeets(from, to));
	}

	/**
	 * Since when the API is down, or empty if it is up.
	 */
	public Optional<Instant> downSince() {
		return locked(() -> this.evidence.isDown() ? Optional.of(this.evidence.since()) : Optional.empty());
	}

	/**
	 * Whether one more cart should be asked, though so many wait: only few have failed,
	 * all that wait are among them, and another one would tell whether it is their fault.
	 * True once for each probe.
	 */
	public boolean wantsAnother() {
		if (!this.evidence.isDown()) {
			return false;
		}
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			if (!this.evidence.isDown() || !this.evidence.isOfFew() || this.waiting.hasSomebodyAhead()
					|| now.isBefore(this.nextWishAt)) {
				return false;
			}
			this.nextWishAt = now.plus(this.settings.probeEvery());
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wakes everybody who waits, with an exception. Nobody waits any more from then on.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.stopped = true;
			this.waiting.wakeAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Makes the first of those that wait look at the clock. */
	void look() {
		this.lock.lock();
		try {
			this.waiting.wakeFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	int waiting() {
		return locked(() -> this.waiting.size());
	}

	private boolean mayProbe(Condition place) throws OutOfPatienceException {
		if (this.stopped) {
			throw new CancellationException("the run is being stopped: waiting for the API has ended");
		}
		Instant now = this.clock.instant();
		if (this.evidence.blamedFew(now)) {
			goOn();
			return false;
		}
		if (this.evidence.exceedsPatience(now)) {
			if (!this.gaveUp) {
				this.gaveUp = true;
				this.waiting.wakeAll();
			}
			throw this.evidence.outOfPatience();
		}
		if (!this.waiting.isFirst(place)) {
			return false;
		}
		this.evidence.goOn(now);
		if (this.probe != null && !now.isBefore(this.probeSentAt.plus(this.settings.probeTimeout()))) {
			// it may have been stopped on its way, or hang: the next one shall not wait
			// for it
			this.evidence.probeLost();
			this.probe = null;
		}
		if (this.probe == null && this.evidence.tryProbe()) {
			this.probe = Thread.currentThread();
			this.probeSentAt = now;
			return true;
		}
		return false;
	}

	private Duration untilNextLook() {
		Instant next = (this.probe != null) ? this.probeSentAt.plus(this.settings.probeTimeout()) : this.nextProbeAt;
		Duration left = this.evidence.quietUntil(next, this.clock.instant());
		return (left.compareTo(SHORTEST_SLEEP) < 0) ? SHORTEST_SLEEP : left;
	}

	private <T> T locked(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Nobody waits any more. */
	private void goOn() {
		this.probe = null;
		this.waiting.wakeAll();
	}

}
