package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.bulkcheckout.cart.CustomerId;

/**
 * Decides when each call of the process may be sent: so many in flight, never above the
 * rate that was set, and no faster than the API has shown to accept. Waiting calls are
 * served one customer after the other, since some limits are counted per customer.
 * Source: "Partner Center API throttling guidance" (read 2026-11).
 * <p>
 * Safe for use by thousands of virtual threads: a waiting one is parked and is woken
 * once, when its turn has come. One daemon thread sleeps until the next call is due.
 */
public final class Governor implements AutoCloseable {

	/**
	 * Many calls a second are let through a few at a time rather than one per wake-up.
	 */
	private static final long SHORTEST_SLEEP = Duration.ofNanos(200_000).toNanos();

	/** Long enough for the calls in flight with a refused one to be answered. */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private final PaceSettings settings;

	private final LongSupplier nanoTime;

	private final Pacing pacing;

	private final RoundRobin waiting = new RoundRobin();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition alarm = this.lock.newCondition();

	private long alarmAt = Long.MAX_VALUE;

	/** How many calls may be in flight. */
	private int places;

	/** Others that ask with us wait until then. */
	private long othersPausedUntil;

	private int inFlight;

	private long granted;

	private long throttled;

	private boolean stopped;

	/**
	 * Starts at a slow rate.
	 * @param settings what is never exceeded
	 */
	public Governor(PaceSettings settings) {
		this(settings, System::nanoTime);
	}

	/**
	 * Starts at a slow rate, by another clock.
	 * @param settings what is never exceeded
	 * @param nanoTime a clock that never goes back, in nanoseconds
	 */
	public Governor(PaceSettings settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.places = settings.concurrency();
		this.othersPausedUntil = nanoTime.getAsLong();
		this.pacing = new Pacing(settings.rate(), nanoTime.getAsLong());
		Thread.ofPlatform().daemon().name("pace").start(this::keepTime);
	}

	/**
	 * Waits until a call for this customer may be sent.
	 * @return to be closed when the answer has been read
	 * @throws InterruptedException if the thread is interrupted while it waits; nothing
	 * is held then
	 * @throws CancellationException if the governor is or becomes closed
	 */
	public Permit acquire(CustomerId customer) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException("interrupted before waiting for a turn to call the API");
		}
		WaitingCall call = new WaitingCall(customer);
		this.lock.lock();
		try {
			if (this.stopped) {
				throw stoppedException();
			}
			this.waiting.add(customer, call);
			grantDue();
		}
		finally {
			this.lock.unlock();
		}
		while (call.state() == WaitingCall.State.WAITING) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				giveUp(call);
				throw new InterruptedException("interrupted while waiting for a turn to call the API");
			}
		}
		if (call.state() == WaitingCall.State.STOPPED) {
			throw stoppedException();
		}
		return new Permit(this, customer, call.sentAt());
	}

	/**
	 * This process is one of several that ask under one pace: sets its part of what may
	 * be in flight and of the rate, and waits as long as the others do. What is in flight
	 * already ends as it would.
	 * @param concurrency calls that may be in flight from now on, 0 or more
	 * @param rate calls a second that are not exceeded from now on
	 * @param pause how much longer others wait because the API refused
	 */
	public void share(int concurrency, double rate, Duration pause) {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			this.places = concurrency;
			this.othersPausedUntil = now + pause.toNanos();
			this.pacing.share();
			if (concurrency > 0) {
				this.pacing.highest(rate, now);
			}
			grantDue();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What the governor is doing now.
	 */
	public Pace pace() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			Duration left = Duration.ofNanos(Math.max(0, this.pacing.pausedUntil(now) - now));
			return new Pace(this.inFlight, this.waiting.size(), this.pacing.rate(), this.granted, this.throttled, left,
					reason(left));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wakes everybody who waits, with an exception, and lets nobody through any more.
	 * Calls in flight end as they would.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.stopped = true;
			for (WaitingCall call = this.waiting.next((customer) -> true); call != null; call = this.waiting
				.next((customer) -> true)) {
				call.decide(WaitingCall.State.STOPPED);
			}
			this.alarm.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	void accepted(CustomerId customer, long sentAt) {
		this.lock.lock();
		try {
			this.pacing.accepted(customer, sentAt, this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	Duration throttled(CustomerId customer, long sentAt, Duration retryAfter) {
		Duration most = this.settings.longestPause();
		Duration pause = Collections.max(List.of(SHORTEST_PAUSE, Collections.min(List.of(retryAfter, most))));
		this.lock.lock();
		try {
			this.throttled++;
			this.pacing.refused(customer, sentAt, this.nanoTime.getAsLong(), pause.toNanos());
			return pause;
		}
		finally {
			this.lock.unlock();
		}
	}

	void release() {
		this.lock.lock();
		try {
			this.inFlight--;
			grantDue();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Looks at the clock and lets through whom it can. */
	void look() {
		this.lock.lock();
		try {
			grantDue();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void grantDue() {
		while (!this.stopped && this.waiting.size() > 0 && this.inFlight < this.places) {
			long now = this.nanoTime.getAsLong();
			long next = nextAt(now);
			WaitingCall call = (next <= now) ? this.waiting.next((customer) -> this.pacing.nextAt(customer, now) <= now)
					: null;
			if (call == null) {
				wakeAt((next > now) ? next : firstCustomerAt(now));
				return;
			}
			this.pacing.sent(call.customer(), now);
			this.inFlight++;
			this.granted++;
			call.grant(now);
		}
	}

	private long nextAt(long now) {
		long next = this.pacing.nextAt(now);
		return (this.othersPausedUntil - now > 0) ? Math.max(next, this.othersPausedUntil) : next;
	}

	/** When the first of those is due whose customers are held by their own refusals. */
	private long firstCustomerAt(long now) {
		return this.waiting.customers()
			.stream()
			.mapToLong((customer) -> this.pacing.nextAt(customer, now))
			.min()
			.orElse(Long.MAX_VALUE);
	}

	private void wakeAt(long due) {
		if (due < this.alarmAt) {
			this.alarmAt = due;
			this.alarm.signal();
		}
	}

	private PaceReason reason(Duration pausedFor) {
		if (!pausedFor.isZero()) {
			return new PaceReason(PaceReason.Kind.PAUSED,
					"paused %d s by the API's Retry-After".formatted(pausedFor.toSeconds() + 1));
		}
		if (this.inFlight >= this.places) {
			return new PaceReason(PaceReason.Kind.IN_FLIGHT,
					"%d calls in flight, no more are allowed".formatted(this.inFlight));
		}
		return (this.waiting.size() == 0)
				? new PaceReason(PaceReason.Kind.NOTHING_WAITS, "as fast as there is something to ask")
				: new PaceReason(PaceReason.Kind.RATE, this.pacing.reason());
	}

	private void giveUp(WaitingCall call) {
		this.lock.lock();
		try {
			switch (call.state()) {
				case WAITING -> this.waiting.leave(call);
				case GRANTED -> {
					this.granted--;
					this.inFlight--;
					grantDue();
				}
				case STOPPED, GONE -> {
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void keepTime() {
		this.lock.lock();
		try {
			while (!this.stopped) {
				this.alarmAt = Long.MAX_VALUE;
				grantDue();
				if (this.alarmAt == Long.MAX_VALUE) {
					this.alarm.await();
				}
				else {
					long left = this.alarmAt - this.nanoTime.getAsLong();
					this.alarm.awaitNanos(Math.max(SHORTEST_SLEEP, left));
				}
			}
		}
		catch (InterruptedException ex) {
			// nobody else knows this thread: the process is being torn down
			this.stopped = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static CancellationException stoppedException() {
		return new CancellationException("the run is being stopped: no further call to the API is let through");
	}

}
