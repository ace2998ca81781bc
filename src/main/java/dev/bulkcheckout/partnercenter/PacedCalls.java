package dev.bulkcheckout.partnercenter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import dev.bulkcheckout.partnercenter.pace.Governor;
import dev.bulkcheckout.partnercenter.pace.OutOfPatienceException;
import dev.bulkcheckout.partnercenter.pace.Outage;
import dev.bulkcheckout.partnercenter.pace.Permit;

/**
 * One call at its turn: never while the API is down, never faster than the governor lets
 * it, and again when it was throttled or never sent, which is nobody's fault.
 */
public final class PacedCalls {

	/** Where a 429 says nothing; the only published sample says 57 seconds. */
	private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(60);

	/**
	 * At its edges an outage lets some calls through, and connections that it broke are
	 * met after it.
	 */
	private static final Duration EDGE = Duration.ofSeconds(2);

	private static final int MOST_READS = 3;

	private final Governor governor;

	private final Outage outage;

	private final StopControl control;

	private final Duration patience;

	private final InstantSource clock;

	private final IntervalFunction backOff;

	/**
	 * Puts all calls of a run behind one governor.
	 * @param patience how long a call may be throttled or refused before it was sent
	 * @param backOff pauses between calls that were not sent
	 */
	public PacedCalls(Governor governor, Outage outage, StopControl control, Duration patience, InstantSource clock,
			IntervalFunction backOff) {
		this.governor = governor;
		this.outage = outage;
		this.control = control;
		this.patience = patience;
		this.clock = clock;
		this.backOff = backOff;
	}

	/**
	 * An answer and when its call was sent.
	 *
	 * @param answer received or lost; neither throttled nor unsent
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
	Timed call(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		Instant since = null;
		int unsent = 0;
		while (true) {
			Duration down = awaitUp();
			since = (since != null) ? since.plus(down) : null;
			Optional<Timed> sent = send(customer, who, call);
			if (sent.isEmpty()) {
				continue;
			}
			Timed timed = sent.get();
			boolean throttled = timed.answer() instanceof Answer.Received received && received.status() == 429;
			if (timed.answer() instanceof Answer.NotSent notSent) {
				since = giveUpAfterPatience(since, notSent.what());
				unsent++;
				pause(Duration.ofMillis(this.backOff.apply(Math.min(unsent, 10))));
			}
			else if (throttled) {
				since = giveUpAfterPatience(since, "throttled again and again (429)");
			}
			else {
				return timed;
			}
		}
	}

	/**
	 * Reads something when its turn has come; once more with a new token if the first was
	 * refused.
	 * @throws CancellationException if the run stops first, or must stop because nobody
	 * may ask
	 */
	Answer read(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		Answer answer = call(customer, who, call).answer();
		if (answer instanceof Answer.Received received && received.status() == 401) {
			answer = call(customer, who, call).answer();
		}
		Optional<StopCause> cause = AnswerRules.stopsReading(answer);
		if (cause.isPresent()) {
			this.control.stop(cause.get());
			throw new CancellationException(cause.get().what());
		}
		return answer;
	}

	/**
	 * Reads something that must be known now: asks again if no answer came, a few times.
	 */
	Answer readSurely(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		Answer answer = read(customer, who, call);
		for (int i = 1; i < MOST_READS && !isAnswered(answer); i++) {
			pause(Duration.ofMillis(this.backOff.apply(i)));
			answer = read(customer, who, call);
		}
		return answer;
	}

	private Duration awaitUp() throws InterruptedException {
		try {
			return this.outage.awaitUp();
		}
		catch (OutOfPatienceException ex) {
			throw stopped(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * @return empty if the API went down while the call waited for its turn
	 */
	private Optional<Timed> send(CustomerId customer, Object who, Supplier<Answer> call) throws InterruptedException {
		try (Permit permit = this.governor.acquire(customer)) {
			Instant sentAt = this.clock.instant();
			if (!this.outage.maySend()) {
				return Optional.empty();
			}
			if (this.control.isStopping()) {
				throw new CancellationException("the run is being stopped");
			}
			Answer answer = answer(call);
			tell(permit, who, answer);
			return Optional.of(new Timed(answer, sentAt, this.clock.instant()));
		}
		catch (NoAccessTokenException ex) {
			this.control.stop(new StopCause(StopCause.Kind.SET_UP, String.valueOf(ex.getMessage()),
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

	private void tell(Permit permit, Object who, Answer answer) {
		switch (answer) {
			case Answer.NotSent notSent -> this.outage.failed(who, true, notSent.what());
			case Answer.Lost lost -> this.outage.failed(who, false, lost.what());
			case Answer.Received received -> {
				if (received.status() == 429) {
					Duration retryAfter = received.retryAfter();
					permit.throttled((retryAfter != null) ? retryAfter : DEFAULT_RETRY_AFTER);
				}
				else {
					permit.accepted();
				}
				if (isOutage(received)) {
					this.outage.failed(who, false, "HTTP " + received.status());
				}
				else {
					this.outage.succeeded();
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

	/**
	 * @return since when it goes on like this
	 */
	private Instant giveUpAfterPatience(@Nullable Instant since, String what) {
		Instant now = this.clock.instant();
		if (since == null) {
			return now;
		}
		if (Duration.between(since, now).compareTo(this.patience) > 0) {
			throw stopped(what + " since " + since);
		}
		return since;
	}

	private CancellationException stopped(String what) {
		this.control.stop(new StopCause(StopCause.Kind.API_DOWN, what,
				"look at Partner Center's service health; when it answers again, 'restart' goes on"));
		return new CancellationException(what);
	}

	private void pause(Duration time) throws InterruptedException {
		if (this.control.await(time)) {
			throw new CancellationException("the run is being stopped");
		}
	}

	/**
	 * Whether the failure of a call belongs to an outage, and not to its cart. Asks a
	 * harmless question that has nothing to do with the cart until it is answered, so
	 * that an outage is seen even where few calls are in flight, and waited for.
	 * @throws CancellationException if the run stops first
	 */
	boolean metOutage(CustomerId customer, Timed failed, Supplier<Answer> harmless) throws InterruptedException {
		boolean likely = switch (failed.answer()) {
			case Answer.Received received -> isOutage(received);
			case Answer.Lost lost -> true;
			case Answer.NotSent notSent -> true;
		};
		if (!likely) {
			return false;
		}
		for (int i = 1; !isAnswered(call(customer, new Object(), harmless).answer()); i++) {
			pause(Duration.ofMillis(this.backOff.apply(Math.min(i, 10))));
		}
		return this.outage.wasDownBetween(failed.sentAt().minus(EDGE), failed.answeredAt().plus(EDGE));
	}

	private static boolean isAnswered(Answer answer) {
		return answer instanceof Answer.Received received && !isOutage(received);
	}

}
