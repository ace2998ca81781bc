package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.github.resilience4j.core.IntervalFunction;

import dev.bulkcheckout.cart.CustomerId;

/**
 * Sends each call at its turn: never while the API is down, never faster than the
 * governor lets it, and again when it was throttled or never left, which is nobody's
 * fault. Safe for use by many threads.
 *
 * @param <A> what a call is answered with
 */
public final class PacedCalls<A> {

	/** Where a 429 says nothing; the only published sample says 57 seconds. */
	private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(60);

	/**
	 * At its edges an outage lets some calls through, and connections that it broke are
	 * met after it.
	 */
	private static final Duration EDGE = Duration.ofSeconds(2);

	private static final int MOST_READS = 3;

	private static final int MOST_BACK_OFFS = 10;

	private final Governor governor;

	private final Availability availability;

	private final StopSignal stop;

	private final Duration patience;

	private final InstantSource clock;

	private final IntervalFunction backOff;

	private final CallRules<A> rules;

	private final CallListener listener;

	private final LastAccepted lastAccepted = new LastAccepted();

	/**
	 * Puts all calls of a run behind one governor.
	 * @param stop ends all waiting; raised when nobody gets through for too long
	 * @param patience how long a call may be throttled or refused before it was sent
	 * @param backOff pauses between calls that were not sent
	 * @param listener hears of each call that was sent
	 */
	public PacedCalls(Governor governor, Availability availability, StopSignal stop, Duration patience,
			InstantSource clock, IntervalFunction backOff, CallRules<A> rules, CallListener listener) {
		this.governor = governor;
		this.availability = availability;
		this.stop = stop;
		this.patience = patience;
		this.clock = clock;
		this.backOff = backOff;
		this.rules = rules;
		this.listener = listener;
	}

	/**
	 * An answer and when its call was sent.
	 *
	 * @param <A> what a call is answered with
	 * @param answer as it came
	 * @param result what it says about pace and outage; deferred only if it was so until
	 * patience ended, while others were let through
	 * @param sentAt when the call went out
	 * @param answeredAt when the answer was read or given up
	 */
	public record Timed<A>(A answer, CallResult result, Instant sentAt, Instant answeredAt) {
	}

	/**
	 * Calls when its turn has come.
	 * @param customer whose turn it is
	 * @param who the cart or order that is asked about
	 * @param fresh whether nothing that was asked about it has failed yet: it may go
	 * ahead of what has, to see whether the API is back
	 * @throws CancellationException if the run stops first; nothing was sent, or it was
	 * not accepted
	 */
	public Timed<A> call(CallKind kind, CustomerId customer, Object who, boolean fresh, Supplier<A> call)
			throws InterruptedException {
		DeferredCall deferred = new DeferredCall(this.patience, this.backOff);
		while (true) {
			Instant before = this.clock.instant();
			boolean probe = awaitUp(kind, fresh);
			deferred.waited(Duration.between(before, this.clock.instant()));
			Optional<Timed<A>> sent = send(kind, customer, who, probe, deferred, call);
			if (sent.isEmpty()) {
				continue;
			}
			Timed<A> timed = sent.get();
			if (!timed.result().isDeferred()) {
				return timed;
			}
			Instant since = deferred.since(timed.sentAt());
			boolean others = this.lastAccepted.isSince(kind, since);
			if (deferred.isOverdue(timed.answeredAt(), others)) {
				if (others) {
					return timed;
				}
				throw stopped(deferred.what() + " since " + since);
			}
			pause(deferred.pause());
		}
	}

	/**
	 * Reads something when its turn has come.
	 * @throws CancellationException if the run stops first, or must stop because nobody
	 * may ask
	 */
	public A read(CustomerId customer, Object who, Supplier<A> call) throws InterruptedException {
		return call(CallKind.READ, customer, who, false, call).answer();
	}

	/**
	 * Reads something that must be known now: asks again if no answer came, a few times.
	 */
	public A readSurely(CustomerId customer, Object who, Supplier<A> call) throws InterruptedException {
		Timed<A> timed = call(CallKind.READ, customer, who, false, call);
		for (int i = 1; i < MOST_READS && timed.result() instanceof CallResult.Failed; i++) {
			pause(Duration.ofMillis(this.backOff.apply(i)));
			timed = call(CallKind.READ, customer, who, false, call);
		}
		return timed.answer();
	}

	/**
	 * Whether the failure of a checkout belongs to an outage, and not to its cart. Asks a
	 * harmless question that has nothing to do with the cart until it is answered, so
	 * that an outage of the whole API is seen even where few calls are in flight, and
	 * waited for. If that hangs as well, it is the same silence that the checkout met.
	 * @throws CancellationException if the run stops first
	 */
	public boolean metOutage(CustomerId customer, Timed<A> failed, Supplier<A> harmless) throws InterruptedException {
		if (failed.result().isAnswered()) {
			return false;
		}
		Timed<A> asked = call(CallKind.READ, customer, new Object(), false, harmless);
		Instant until = (asked.result().isAnswered() ? failed : asked).answeredAt();
		for (int i = 1; !asked.result().isAnswered(); i++) {
			pause(Duration.ofMillis(this.backOff.apply(Math.min(i, MOST_BACK_OFFS))));
			asked = call(CallKind.READ, customer, new Object(), false, harmless);
		}
		return wasDownBetween(failed.sentAt(), until);
	}

	/**
	 * The same by what is known now, without asking.
	 */
	public boolean hasMetOutage(Timed<A> failed) {
		return !failed.result().isAnswered() && wasDownBetween(failed.sentAt(), failed.answeredAt());
	}

	private boolean wasDownBetween(Instant sentAt, Instant failedAt) {
		return this.availability.wasDownBetween(CallKind.CHECKOUT, sentAt.minus(EDGE), failedAt.plus(EDGE));
	}

	/**
	 * Whether checkouts wait for an outage to end.
	 */
	public boolean isCheckoutDown() {
		return this.availability.isDown(CallKind.CHECKOUT);
	}

	private void pause(Duration time) throws InterruptedException {
		if (this.stop.await(time)) {
			throw new CancellationException("the run is being stopped");
		}
	}

	private boolean awaitUp(CallKind kind, boolean fresh) throws InterruptedException {
		try {
			return this.availability.awaitUp(kind, fresh);
		}
		catch (OutOfPatienceException ex) {
			throw stopped(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * @return empty if the API went down while the call waited for its turn
	 */
	private Optional<Timed<A>> send(CallKind kind, CustomerId customer, Object who, boolean probe,
			DeferredCall deferred, Supplier<A> call) throws InterruptedException {
		try (Permit permit = this.governor.acquire(customer)) {
			Instant sentAt = this.clock.instant();
			if (!probe && this.availability.isDown(kind)) {
				return Optional.empty();
			}
			if (this.stop.isRaised()) {
				throw new CancellationException("the run is being stopped");
			}
			A answer = this.rules.send(kind, call);
			Instant answeredAt = this.clock.instant();
			CallResult result = this.rules.classify(answer);
			switch (result) {
				case CallResult.Accepted accepted -> accepted(permit, kind);
				case CallResult.Throttled throttled -> {
					Duration asked = throttled.retryAfter();
					Duration wait = permit.throttled((asked != null) ? asked : DEFAULT_RETRY_AFTER);
					deferred.throttled(sentAt, wait, this.lastAccepted.isSince(kind, deferred.lastSentAt()));
				}
				case CallResult.Failed failed when failed.answered() -> accepted(permit, kind);
				case CallResult.Failed failed -> {
				}
				case CallResult.NotSent notSent -> deferred.notSent(sentAt, notSent.what());
			}
			tellAvailability(kind, who, probe, result);
			this.listener.ended(kind, result.end(), this.rules.code(answer), Duration.between(sentAt, answeredAt));
			return Optional.of(new Timed<>(answer, result, sentAt, answeredAt));
		}
	}

	private void accepted(Permit permit, CallKind kind) {
		permit.accepted();
		this.lastAccepted.accepted(kind, this.clock.instant());
	}

	private void tellAvailability(CallKind kind, Object who, boolean probe, CallResult result) {
		switch (result) {
			case CallResult.Accepted accepted -> this.availability.answered(kind);
			case CallResult.Throttled throttled -> this.availability.answered(kind);
			case CallResult.Failed failed -> this.availability.unanswered(kind, who, false, probe, failed.what());
			case CallResult.NotSent notSent -> this.availability.unanswered(kind, who, true, probe, notSent.what());
		}
	}

	private CancellationException stopped(String what) {
		this.stop.raise(new StopReason(StopKind.API_DOWN, what,
				"look at Partner Center's service health; when it answers again, 'restart' goes on"));
		return new CancellationException(what);
	}

}
