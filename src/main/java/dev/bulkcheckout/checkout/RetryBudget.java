package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.github.resilience4j.retry.Retry;

import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * How often and how long one cart may still be asked, and the waiting in between, which a
 * stop ends. What an outage took is given back.
 */
final class RetryBudget {

	/** An API that comes and goes all night must not keep one cart under way for ever. */
	private static final int MOST_REFUNDS = 20;

	private final Retry retry;

	private final StopSignal stop;

	private Retry.AsyncContext<CheckoutRetry.Repetition> pauses;

	private Duration spent = Duration.ZERO;

	private int attempts;

	private int repeats;

	private int refunds;

	RetryBudget(Retry retry, StopSignal stop) {
		this.retry = retry;
		this.stop = stop;
		this.pauses = retry.asyncContext();
	}

	/** Calls that count. */
	int attempts() {
		return this.attempts;
	}

	/**
	 * Notes a call. One that was deferred until patience ended was never accepted and
	 * does not count.
	 */
	void asked(PacedCalls.Timed<Answer> timed) {
		this.attempts += timed.result().isDeferred() ? 0 : 1;
		this.spent = this.spent.plus(Duration.between(timed.sentAt(), timed.answeredAt()));
	}

	/** How often a cart is asked again at most, whatever its answer would allow. */
	int mostRepeats() {
		return this.retry.getRetryConfig().getMaxAttempts() - 1;
	}

	/**
	 * Waits before the cart is asked again, or looked at again, if that is still allowed.
	 * @return whether it is
	 * @throws CancellationException if the run is being stopped
	 */
	boolean repeats(int maxRepeats, Duration minimumWait) throws InterruptedException {
		long pause = this.pauses
			.onResult(new CheckoutRetry.Repetition(maxRepeats, minimumWait, this.repeats, this.spent));
		if (pause < 0) {
			return false;
		}
		Duration wait = Duration.ofMillis(pause);
		if (this.stop.await(wait)) {
			throw new CancellationException("the run is being stopped");
		}
		this.spent = this.spent.plus(wait);
		this.repeats++;
		return true;
	}

	/** Whether the repetition that was just allowed is the last one. */
	boolean isLastRepeat(int maxRepeats) {
		return this.repeats == Math.min(maxRepeats, mostRepeats());
	}

	boolean mayBeRefunded() {
		return this.refunds < MOST_REFUNDS;
	}

	/**
	 * Gives back what an outage took.
	 * @param isOver whether the outage is over: one that is not is waited for, however
	 * often this cart is its probe
	 */
	void refund(boolean isOver) {
		this.refunds += isOver ? 1 : 0;
		this.attempts = 0;
		this.repeats = 0;
		this.spent = Duration.ZERO;
		this.pauses = this.retry.asyncContext();
	}

}
