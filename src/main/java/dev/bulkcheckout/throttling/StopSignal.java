package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says once, to all threads of a run, that nothing new is to be asked. The first reason
 * counts.
 */
public final class StopSignal {

	private final CompletableFuture<StopReason> reason = new CompletableFuture<>();

	private final CountDownLatch raised = new CountDownLatch(1);

	/**
	 * Asks for the stop.
	 * @return whether this reason is the first
	 */
	public boolean raise(StopReason reason) {
		boolean first = this.reason.complete(reason);
		this.raised.countDown();
		return first;
	}

	/**
	 * Whether the run is to stop.
	 */
	public boolean isRaised() {
		return this.reason.isDone();
	}

	/**
	 * The first reason; empty while the run goes on.
	 */
	public Optional<StopReason> reason() {
		return Optional.ofNullable(this.reason.isDone() ? this.reason.join() : null);
	}

	/**
	 * Calls the listener when the signal is raised, or now if it was.
	 */
	public void onRaise(Consumer<StopReason> listener) {
		CompletableFuture<Void> unused = this.reason.thenAccept(listener);
	}

	/**
	 * Waits until the signal is raised.
	 * @return the first reason
	 */
	public StopReason await() throws InterruptedException {
		this.raised.await();
		return this.reason.join();
	}

	/**
	 * Waits, but not longer than until the signal is raised.
	 * @return whether it is raised
	 */
	public boolean await(Duration time) throws InterruptedException {
		return this.raised.await(time.toNanos(), TimeUnit.NANOSECONDS);
	}

}
