package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.github.resilience4j.core.IntervalFunction;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.partnercenter.ApiError;
import dev.bulkcheckout.partnercenter.CallIds;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.throttling.Availability;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.OutOfPatienceException;
import dev.bulkcheckout.throttling.Permit;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * One call at its turn: never while the API is down, never faster than the governor lets
 * it, and again when it was throttled or never sent, which is nobody's fault.
 */
public final class PacedCalls {

	/** Where a 429 says nothing; the only published sample says 57 seconds. */
	static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(60);

	/**
	 * At its edges an outage lets some calls through, and connections that it broke are
	 * met after it.
	 */
	private static final Duration EDGE = Duration.ofSeconds(2);

	private static final int MOST_READS = 3;

	private final Governor governor;

	private final Availability availability;

	private final StopSignal stop;

	private final Duration patience;

	private final InstantSource clock;

	private final IntervalFunction backOff;

	private final Passages passages = new Passages();

	/**
	 * Puts all calls of a run behind one governor.
	 * @param patience how long a call may be throttled or refused before it was sent
	 * @param backOff pauses between calls that were not sent
	 */
	public PacedCalls(Governor governor, Availability availability, StopSignal stop, Duration patience,
			InstantSource clock, IntervalFunction backOff) {
		this.governor = governor;
		this.availability = availability;
		this.stop = stop;
		this.patience = patience;
		this.clock = clock;
		this.backOff = backOff;
	}

	/**
	 * An answer and when its call was sent.
	 *
	 * @param answer received or lost; throttled or unsent only if it was so until
	 * patience ended, while others were let through
	 * @param sentAt when the call went out
	 * @param answeredAt when the answer was read or given up
	 */
	record Timed(Answer answer, Instant sentAt, Instant answeredAt) {
	}

	/**
	 * Calls when its turn has come.
	 * @param customer whose turn it is
	 * @param who the cart or order that is asked about
	 * @throws CancellationException if the run stops first; nothing was sent, or it was
	 * not accepted
	 */
	Timed call(CallKind kind, CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		return call(kind, customer, who, false, call);
	}

	/**
	 * Calls when its turn has come.
	 * @param fresh whether nothing that was asked about it has failed yet: it may go
	 * ahead of what has, to see whether the API is back
	 */
	Timed call(CallKind kind, CustomerId customer, Object who, boolean fresh, Supplier<Answer> call)
			throws InterruptedException {
		PutOff putOff = new PutOff(this.patience, this.backOff);
		while (true) {
			putOff.waited(awaitUp(kind, fresh));
			Optional<Timed> sent = send(kind, customer, who, call);
			if (sent.isEmpty()) {
				continue;
			}
			Timed timed = sent.get();
			if (!isPutOff(timed.answer())) {
				return timed;
			}
			boolean others = this.passages.since(kind, putOff.since(timed.sentAt()));
			putOff.again(timed, this.passages.since(kind, putOff.lastSentAt()));
			if (putOff.isOverdue(timed.answeredAt(), others)) {
				if (others) {
					return timed;
				}
				throw stopped(putOff.what() + " since " + putOff.since(timed.sentAt()));
			}
			pause(putOff.pause());
		}
	}

	/**
	 * Nothing was done for the call: it was never sent, or refused because of the pace.
	 */
	static boolean isPutOff(Answer answer) {
		return answer instanceof Answer.NotSent
				|| (answer instanceof Answer.Received received && received.status() == 429);
	}

	/**
	 * Reads something when its turn has come; once more with a new token if the first was
	 * refused.
	 * @throws CancellationException if the run stops first, or must stop because nobody
	 * may ask
	 */
	public Answer read(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		Answer answer = call(CallKind.READ, customer, who, call).answer();
		if (answer instanceof Answer.Received received && received.status() == 401) {
			answer = call(CallKind.READ, customer, who, call).answer();
		}
		Optional<StopReason> cause = AnswerRules.stopsReading(answer);
		if (cause.isPresent()) {
			this.stop.raise(cause.get());
			throw new CancellationException(cause.get().what());
		}
		return answer;
	}

	/**
	 * Reads something that must be known now: asks again if no answer came, a few times.
	 */
	Answer readSurely(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		Answer answer = read(customer, who, call);
		for (int i = 1; i < MOST_READS && !isAnswered(answer) && !isPutOff(answer); i++) {
			pause(Duration.ofMillis(this.backOff.apply(i)));
			answer = read(customer, who, call);
		}
		return answer;
	}

	private Duration awaitUp(CallKind kind, boolean fresh) throws InterruptedException {
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
	private Optional<Timed> send(CallKind kind, CustomerId customer, Object who, Supplier<Answer> call)
			throws InterruptedException {
		try (Permit permit = this.governor.acquire(customer)) {
			Instant sentAt = this.clock.instant();
			if (!this.availability.maySend(kind)) {
				return Optional.empty();
			}
			if (this.stop.isRaised()) {
				throw new CancellationException("the run is being stopped");
			}
			Answer answer = answer(call);
			tell(permit, kind, who, answer);
			return Optional.of(new Timed(answer, sentAt, this.clock.instant()));
		}
		catch (NoAccessTokenException ex) {
			this.stop.raise(new StopReason(StopKind.SET_UP, String.valueOf(ex.getMessage()),
					"mend it, see that 'bulk-checkout check' is content, then 'restart' goes on"));
			throw new CancellationException("no access token");
		}
	}

	/**
	 * A token endpoint that is down is an outage like the API's own: nothing was sent.
	 */
	private static Answer answer(Supplier<Answer> call) {
		try {
			return call.get();
		}
		catch (NoAccessTokenException ex) {
			if (!ex.isPassing()) {
				throw ex;
			}
			return new Answer.NotSent(new CallIds(RequestId.random(), UUID.randomUUID()),
					String.valueOf(ex.getMessage()));
		}
	}

	private void tell(Permit permit, CallKind kind, Object who, Answer answer) {
		switch (answer) {
			case Answer.NotSent notSent -> this.availability.failed(kind, who, true, notSent.what());
			case Answer.Lost lost -> this.availability.failed(kind, who, false, lost.what());
			case Answer.Received received -> {
				if (received.status() == 429) {
					Duration retryAfter = received.retryAfter();
					permit.throttled((retryAfter != null) ? retryAfter : DEFAULT_RETRY_AFTER);
				}
				else {
					permit.accepted();
					this.passages.through(kind, this.clock.instant());
				}
				if (isOutage(received)) {
					this.availability.failed(kind, who, false, "HTTP " + received.status());
				}
				else {
					this.availability.succeeded(kind);
				}
			}
		}
	}

	/**
	 * A 5xx without an error code of the API's is said by something in front of it, or by
	 * an API that cannot tell what is wrong.
	 */
	private static boolean isOutage(Answer.Received received) {
		return received.status() >= 500 && received.status() != 501 && ApiError.of(received.body()).code() == null;
	}

	private CancellationException stopped(String what) {
		this.stop.raise(new StopReason(StopKind.API_DOWN, what,
				"look at Partner Center's service health; when it answers again, 'restart' goes on"));
		return new CancellationException(what);
	}

	private void pause(Duration time) throws InterruptedException {
		if (this.stop.await(time)) {
			throw new CancellationException("the run is being stopped");
		}
	}

	/**
	 * Whether the failure of a checkout belongs to an outage, and not to its cart. Asks a
	 * harmless question that has nothing to do with the cart until it is answered, so
	 * that an outage of the whole API is seen even where few calls are in flight, and
	 * waited for.
	 * @throws CancellationException if the run stops first
	 */
	boolean metOutage(CustomerId customer, Timed failed, Supplier<Answer> harmless) throws InterruptedException {
		if (!looksLikeOutage(failed.answer())) {
			return false;
		}
		for (int i = 1; !isAnswered(call(CallKind.READ, customer, new Object(), harmless).answer()); i++) {
			pause(Duration.ofMillis(this.backOff.apply(Math.min(i, 10))));
		}
		return hasMetOutage(failed);
	}

	/**
	 * The same by what is known now, without asking.
	 */
	boolean hasMetOutage(Timed failed) {
		return looksLikeOutage(failed.answer()) && this.availability.wasDownBetween(CallKind.CHECKOUT,
				failed.sentAt().minus(EDGE), failed.answeredAt().plus(EDGE));
	}

	/**
	 * Whether checkouts wait for an outage to end.
	 */
	boolean isCheckoutDown() {
		return this.availability.isDown(CallKind.CHECKOUT);
	}

	/**
	 * Whether one more cart should be asked beyond those that wait for an outage of the
	 * checkout to end.
	 */
	public boolean wantsAnotherCart() {
		return this.availability.wantsAnotherCart();
	}

	private static boolean looksLikeOutage(Answer answer) {
		return !(answer instanceof Answer.Received received) || isOutage(received);
	}

	private static boolean isAnswered(Answer answer) {
		return !looksLikeOutage(answer);
	}

}
