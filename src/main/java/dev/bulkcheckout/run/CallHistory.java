package dev.bulkcheckout.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.ledger.Fence;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.ledger.RunEvents;
import dev.bulkcheckout.ledger.RunPulse;
import dev.bulkcheckout.ledger.RunPulses;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.CallListener;
import dev.bulkcheckout.throttling.OutageListener;
import dev.bulkcheckout.throttling.Pace;
import dev.bulkcheckout.throttling.PaceReason;

/**
 * What the calls of a run meet while it works, and what changes its course: collected in
 * memory, kept in the ledger every ten seconds. What it keeps is for reports only: where
 * the ledger does not take it, the run goes on, and it is tried again with what comes
 * next.
 */
public final class CallHistory implements CallListener {

	private static final Logger logger = LoggerFactory.getLogger(CallHistory.class);

	private static final Duration SAMPLE = Duration.ofSeconds(1);

	/** An hour of slots, should the database be away for longer. */
	private static final int MOST_KEPT = 720;

	private final Map<CallKind, CallCounts> counts = new EnumMap<>(CallKind.class);

	private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();

	private final Deque<RunPulse> unwritten = new ArrayDeque<>();

	private final RunPulses pulses;

	private final RunEvents runEvents;

	private final Supplier<Pace> pace;

	private final InstantSource clock;

	private Instant slot;

	private Instant sampledAt;

	private long pausedMillis;

	private boolean pausing;

	private @Nullable String heldBack;

	/**
	 * Begins to count.
	 * @param pace what the governor of the calls is doing
	 */
	public CallHistory(RunPulses pulses, RunEvents runEvents, Supplier<Pace> pace, InstantSource clock) {
		for (CallKind kind : CallKind.values()) {
			this.counts.put(kind, new CallCounts());
		}
		this.pulses = pulses;
		this.runEvents = runEvents;
		this.pace = pace;
		this.clock = clock;
		this.sampledAt = clock.instant();
		this.slot = RunPulse.slotOf(this.sampledAt);
	}

	/**
	 * Keeps what happens until it is closed, which is before the lease is given back.
	 * @param fence what it is written under; null while there is nothing, when it is kept
	 * for later
	 */
	public Keeping keep(Supplier<@Nullable Fence> fence) {
		ScheduledExecutorService thread = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("call-history").daemon().factory());
		Future<?> unused = thread.scheduleAtFixedRate(() -> sample(fence), SAMPLE.toMillis(), SAMPLE.toMillis(),
				TimeUnit.MILLISECONDS);
		return new Keeping() {
			@Override
			public void keep() {
				keepUpToNow(fence);
			}

			@Override
			public void close() {
				thread.shutdownNow();
				keepUpToNow(fence);
			}
		};
	}

	/**
	 * A run whose history is kept.
	 */
	public interface Keeping extends AutoCloseable {

		/**
		 * Keeps what has come up to now. What comes in the same slot later adds to it.
		 */
		void keep();

		/**
		 * Keeps what has come up to now, and no more.
		 */
		@Override
		void close();

	}

	@Override
	public void ended(CallKind kind, CallEnd end, String code, Duration took) {
		CallCounts of = this.counts.get(kind);
		if (of != null) {
			of.ended(end, took);
		}
	}

	/**
	 * Notes that a new access token was issued.
	 */
	public void tokenIssued(Instant expiresAt) {
		Instant now = this.clock.instant();
		note(now, RunEvent.Kind.TOKEN,
				"a new access token, good for " + Duration.between(now, expiresAt).toMinutes() + " min");
	}

	/**
	 * Hears of outages.
	 * @param subject what may be down, at the start of a sentence
	 */
	public OutageListener outagesOf(String subject) {
		return new OutageListener() {
			@Override
			public void apiDown(String what, Instant since, Instant givesUpAt) {
				note(since, RunEvent.Kind.OUTAGE, subject + " did not answer (" + what + "); it was waited for");
			}

			@Override
			public void stillDown(String what, Instant since, Instant givesUpAt) {
				// the end will say how long
			}

			@Override
			public void apiUp(Duration lasted) {
				note(CallHistory.this.clock.instant(), RunEvent.Kind.OUTAGE_ENDED,
						subject + " answered again after " + lasted.toSeconds() + " s");
			}

			@Override
			public void fewCarts(int carts, Duration lasted) {
				note(CallHistory.this.clock.instant(), RunEvent.Kind.OUTAGE_ENDED,
						subject + " did not answer for " + carts + " carts; it was taken for their own fault");
			}
		};
	}

	private void note(Instant at, RunEvent.Kind kind, String says) {
		logger.atInfo().addKeyValue("event", kind).log(says);
		this.events.add(new RunEvent(at, kind, says, null));
	}

	/**
	 * Looks at the pace; at the end of a slot, keeps it. A pause that ends between two
	 * looks counts up to its end.
	 */
	synchronized void sample(Supplier<@Nullable Fence> fence) {
		try {
			Instant now = this.clock.instant();
			Pace seen = this.pace.get();
			boolean pauses = seen.pausedFor().isPositive();
			if (pauses && !this.pausing) {
				logger.atInfo().addKeyValue("event", "THROTTLED").log(seen.reason().sentence());
			}
			this.pausing = pauses;
			if (seen.reason().kind() == PaceReason.Kind.PAUSED || seen.reason().kind() == PaceReason.Kind.RATE) {
				this.heldBack = seen.reason().sentence();
			}
			if (!RunPulse.slotOf(now).equals(this.slot)) {
				endSlot(seen.rate());
				this.slot = RunPulse.slotOf(now);
				write(fence);
			}
			this.pausedMillis += Math.min(seen.pausedFor().toMillis(), SAMPLE.toMillis());
			this.sampledAt = now;
		}
		catch (RuntimeException ex) {
			// an exception would end the schedule, and with it the history
			logger.debug("the history of calls has a gap at {}", this.sampledAt, ex);
		}
	}

	private void endSlot(double rate) {
		this.counts.forEach((kind, of) -> {
			CallCounts.Counted counted = of.take();
			if (!counted.isNothing() || this.pausedMillis > 0) {
				this.unwritten.add(new RunPulse(this.slot, RunPulse.Call.valueOf(kind.name()),
						counted.ended(CallEnd.ANSWERED), counted.ended(CallEnd.THROTTLED),
						counted.ended(CallEnd.FAILED), Math.toIntExact(this.pausedMillis),
						counted.inFlight(RunPulse.SLOT), rate, counted.latency(), this.heldBack));
			}
		});
		this.pausedMillis = 0;
		this.heldBack = null;
		while (this.unwritten.size() > MOST_KEPT) {
			this.unwritten.removeFirst();
		}
	}

	private void write(Supplier<@Nullable Fence> fence) {
		Fence held = fence.get();
		if (held == null) {
			return;
		}
		List<RunEvent> happened = new ArrayList<>(this.events);
		try {
			this.pulses.add(held, List.copyOf(this.unwritten));
			this.unwritten.clear();
			this.runEvents.add(held, happened);
			happened.forEach(this.events::remove);
		}
		catch (DataAccessException | TransactionException | LeaseLostException ex) {
			logger.debug("what calls met could not be kept; it is tried again", ex);
		}
	}

	/**
	 * Keeps what has come up to now; the slot goes on.
	 */
	synchronized void keepUpToNow(Supplier<@Nullable Fence> fence) {
		endSlot(this.pace.get().rate());
		write(fence);
	}

}
