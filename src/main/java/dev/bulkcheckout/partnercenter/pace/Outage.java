package dev.bulkcheckout.partnercenter.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Tells an API that is down from a cart that fails, and holds all calls while it is: an
 * outage uses up no cart's attempts. A Resilience4j circuit breaker counts; this class
 * waits.
 * <p>
 * Every call first passes {@link #awaitUp()}, and the thread that passed it reports what
 * came of the call. While the API is down one waiting thread at a time is let through as
 * a probe, the longest waiting first. Safe for use by thousands of virtual threads: only
 * the first of those that wait looks at the clock.
 */
public final class Outage implements AutoCloseable {

	private static final Duration SHORTEST_SLEEP = Duration.ofMillis(1);

	private final OutageSettings settings;

	private final InstantSource clock;

	private final OutageListener listener;

	private final ApiBreaker breaker;

	private final ReentrantLock lock = new ReentrantLock();

	private final SequencedSet<Condition> waiting = new LinkedHashSet<>();

	private final DownTimes past = new DownTimes();

	/** Something failed since the last success: the only time when success matters. */
	private volatile boolean suspected;

	private volatile boolean down;

	private volatile @Nullable Thread probe;

	private Instant probeSentAt = Instant.MIN;

	private Instant nextProbeAt = Instant.MIN;

	private Instant firstFailureAt = Instant.MIN;

	private Instant nextWordAt = Instant.MIN;

	private String lastFailure = "";

	/** No call after the suspicion got through: it is no false alarm. */
	private boolean proved;

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
		this.listener = listener;
		this.breaker = new ApiBreaker(settings, clock);
	}

	/**
	 * Waits while the API is down, unless this thread may go out as a probe.
	 * @return how long it waited, zero if it did not; does not count as the cart's time
	 * @throws OutOfPatienceException if the outage lasts too long, for everybody who
	 * waits or comes later
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws CancellationException if this is or becomes closed while waiting
	 */
	public Duration awaitUp() throws InterruptedException, OutOfPatienceException {
		if (!this.down) {
			return Duration.ZERO;
		}
		this.lock.lockInterruptibly();
		Condition turn = this.lock.newCondition();
		try {
			Instant begin = this.clock.instant();
			this.waiting.addLast(turn);
			while (this.down && !mayProbe(turn)) {
				if (this.waiting.getFirst() == turn) {
					turn.awaitNanos(untilNextLook().toNanos());
				}
				else {
					turn.await();
				}
			}
			return Duration.between(begin, this.clock.instant());
		}
		finally {
			this.waiting.remove(turn);
			wakeFirst();
			this.lock.unlock();
		}
	}

	/**
	 * Whether this thread may send: the API is up, or the thread is the probe. To be
	 * asked again after waiting for anything else, as a call that goes out into an outage
	 * would cost its cart an attempt.
	 */
	public boolean maySend() {
		return !this.down || this.probe == Thread.currentThread();
	}

	/**
	 * A readable answer came, be it a refusal or 429: the API is up.
	 */
	public void succeeded() {
		if (!this.suspected) {
			this.breaker.succeeded();
			return;
		}
		this.lock.lock();
		try {
			this.suspected = false;
			this.breaker.acquit();
			if (this.down) {
				comeBack();
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
			this.lastFailure = what;
			if (!this.suspected) {
				this.suspected = true;
				this.firstFailureAt = now;
			}
			if (this.down) {
				if (this.probe == Thread.currentThread()) {
					probeFailed(now);
				}
			}
			else if (this.breaker.opensWith(who, notSent, what)) {
				goDown(now);
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
		this.lock.lock();
		try {
			return (this.down && !to.isBefore(this.firstFailureAt)) || this.past.meet(from, to);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Since when the API is down, or empty if it is up.
	 */
	public Optional<Instant> downSince() {
		this.lock.lock();
		try {
			return this.down ? Optional.of(this.firstFailureAt) : Optional.empty();
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
			this.waiting.forEach(Condition::signal);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Makes the first of those that wait look at the clock. */
	void look() {
		this.lock.lock();
		try {
			wakeFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	int waiting() {
		this.lock.lock();
		try {
			return this.waiting.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean mayProbe(Condition turn) throws OutOfPatienceException {
		if (this.stopped) {
			throw new CancellationException("the run is being stopped: waiting for the API has ended");
		}
		Instant now = this.clock.instant();
		if (!now.isBefore(givesUpAt())) {
			if (!this.gaveUp) {
				this.gaveUp = true;
				this.waiting.forEach(Condition::signal);
			}
			throw new OutOfPatienceException(this.firstFailureAt, this.settings.patience(), this.lastFailure);
		}
		if (this.waiting.getFirst() != turn) {
			return false;
		}
		if (!now.isBefore(this.nextWordAt)) {
			this.nextWordAt = now.plus(this.settings.sayEvery());
			this.listener.stillDown(this.lastFailure, this.firstFailureAt, givesUpAt());
		}
		if (this.probe != null && !now.isBefore(this.probeSentAt.plus(this.settings.probeTimeout()))) {
			// it may have been stopped on its way, or hang: the next one shall not wait
			// for it
			this.breaker.probeLost();
			this.probe = null;
			this.proved = true;
		}
		if (this.probe == null && this.breaker.tryProbe()) {
			this.probe = Thread.currentThread();
			this.probeSentAt = now;
			return true;
		}
		return false;
	}

	private Duration untilNextLook() {
		Instant next = (this.probe != null) ? this.probeSentAt.plus(this.settings.probeTimeout()) : this.nextProbeAt;
		if (this.nextWordAt.isBefore(next)) {
			next = this.nextWordAt;
		}
		if (givesUpAt().isBefore(next)) {
			next = givesUpAt();
		}
		Duration left = Duration.between(this.clock.instant(), next);
		return (left.compareTo(SHORTEST_SLEEP) < 0) ? SHORTEST_SLEEP : left;
	}

	private void probeFailed(Instant now) {
		this.probe = null;
		this.proved = true;
		this.breaker.probeFailed(this.lastFailure);
		this.nextProbeAt = now.plus(this.settings.probeEvery());
		wakeFirst();
	}

	private void goDown(Instant now) {
		this.down = true;
		this.proved = false;
		this.gaveUp = false;
		this.nextProbeAt = now.plus(this.settings.probeEvery());
		this.nextWordAt = now.plus(this.settings.sayEvery());
		this.listener.apiDown(this.lastFailure, this.firstFailureAt, givesUpAt());
	}

	private void comeBack() {
		Instant now = this.clock.instant();
		this.down = false;
		this.probe = null;
		if (this.proved) {
			this.past.add(this.firstFailureAt, now);
		}
		this.waiting.forEach(Condition::signal);
		this.listener.apiUp(Duration.between(this.firstFailureAt, now));
	}

	private void wakeFirst() {
		if (!this.waiting.isEmpty()) {
			this.waiting.getFirst().signal();
		}
	}

	private Instant givesUpAt() {
		return this.firstFailureAt.plus(this.settings.patience());
	}

}
