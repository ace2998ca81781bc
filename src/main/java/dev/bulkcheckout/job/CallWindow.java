package dev.bulkcheckout.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.throttling.StopSignal;

/**
 * Keeps calls in flight, each on a virtual thread of its own, and hands their results out
 * in the order in which they arrive: no barrier, no transaction, no connection held.
 * <p>
 * A place in the window is given back when the result is settled, not when the call
 * returned: a slow ledger slows the asking, and after a crash no more than a window of
 * carts is asked again.
 *
 * @param <W> one piece of work
 * @param <R> what a call results in
 */
final class CallWindow<W, R> implements AutoCloseable {

	private static final int PAGE = 200;

	private final Feed<W> feed;

	private final Call<W, R> call;

	private final StopSignal stop;

	private final Semaphore places;

	private final BlockingQueue<Answered<W, R>> results = new LinkedBlockingQueue<>();

	private final List<W> handedOut = new ArrayList<>();

	private final AtomicInteger outstanding = new AtomicInteger();

	private final BooleanSupplier oneMore;

	/** Started beyond the size of the window, and not yet given back. */
	private final AtomicInteger beyond = new AtomicInteger();

	private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Duration stopGrace;

	private volatile boolean fed;

	/**
	 * Asks for one piece of work.
	 */
	interface Call<W, R> {

		/**
		 * Waits for its turn, asks, and says what came of it; called on a virtual thread.
		 * @return empty if the run was stopped before anything was asked
		 */
		Optional<R> ask(W work) throws InterruptedException;

	}

	private record Answered<W, R>(W work, Optional<R> result) {
	}

	/**
	 * Opens nothing yet.
	 * @param size how many calls may be asked and not settled
	 * @param oneMore whether a call beyond the size is wanted, asked while the window is
	 * full
	 * @param stopGrace how long calls in flight may take to end once the run is stopped
	 */
	CallWindow(Feed<W> feed, Call<W, R> call, int size, BooleanSupplier oneMore, StopSignal stop, Duration stopGrace) {
		this.oneMore = oneMore;
		this.feed = feed;
		this.call = call;
		this.stop = stop;
		this.places = new Semaphore(size);
		this.stopGrace = stopGrace;
	}

	void open() {
		this.threads.execute(this::feed);
		this.stop.onRaise((reason) -> Thread.ofVirtual().name("stop-grace").start(this::endAfterGrace));
	}

	private void endAfterGrace() {
		try {
			if (!this.threads.awaitTermination(this.stopGrace.toMillis(), TimeUnit.MILLISECONDS)) {
				this.threads.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void feed() {
		try {
			Deque<W> page = new ArrayDeque<>();
			while (!this.stop.isRaised() && this.fault.get() == null) {
				if (page.isEmpty()) {
					switch (this.feed.next(PAGE)) {
						case Feed.Supply.Now<W> now -> page.addAll(now.work());
						case Feed.Supply.Later<W> later -> this.stop.await(later.after());
						case Feed.Supply.Over<W> over -> {
							return;
						}
					}
				}
				else if (this.places.tryAcquire(100, TimeUnit.MILLISECONDS) || isOneMoreWanted()) {
					if (this.stop.isRaised()) {
						return;
					}
					start(page.remove());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			this.fault.compareAndSet(null, ex);
		}
		finally {
			this.fed = true;
		}
	}

	private boolean isOneMoreWanted() {
		boolean wanted = this.oneMore.getAsBoolean();
		if (wanted) {
			this.beyond.incrementAndGet();
		}
		return wanted;
	}

	private void start(W work) {
		this.outstanding.incrementAndGet();
		try {
			this.threads.execute(() -> ask(work));
		}
		catch (RejectedExecutionException ex) {
			// the grace has ended in this very moment: it was not asked
			this.outstanding.decrementAndGet();
		}
	}

	private void ask(W work) {
		Optional<R> result = Optional.empty();
		try {
			result = this.call.ask(work);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			this.fault.compareAndSet(null, ex);
		}
		finally {
			this.results.add(new Answered<>(work, result));
		}
	}

	/**
	 * Waits for results and takes what has arrived. What was taken before counts as
	 * settled now.
	 * @param limit how many at the most
	 * @return at least one result; empty once nothing more will come
	 * @throws IllegalStateException if a call or the feed failed, after all other results
	 * were handed out
	 */
	List<R> take(int limit) throws InterruptedException {
		List<R> taken = new ArrayList<>();
		while (taken.isEmpty()) {
			giveBack();
			// read in this order: the feed ends before its last work is counted off
			boolean over = this.fed && this.outstanding.get() == 0;
			Answered<W, R> first = this.results.poll(over ? 0 : 50, TimeUnit.MILLISECONDS);
			if (first == null) {
				if (over) {
					break;
				}
				continue;
			}
			List<Answered<W, R>> arrived = new ArrayList<>(List.of(first));
			this.results.drainTo(arrived, limit - 1);
			for (Answered<W, R> answered : arrived) {
				answered.result().ifPresent(taken::add);
				this.handedOut.add(answered.work());
			}
		}
		Throwable failed = this.fault.get();
		if (taken.isEmpty() && failed != null) {
			throw new IllegalStateException(failed.getMessage(), failed);
		}
		return taken;
	}

	private void giveBack() {
		this.handedOut.forEach(this.feed::settled);
		this.outstanding.addAndGet(-this.handedOut.size());
		for (int i = 0; i < this.handedOut.size(); i++) {
			if (this.beyond.getAndUpdate((count) -> Math.max(0, count - 1)) == 0) {
				this.places.release();
			}
		}
		this.handedOut.clear();
	}

	/**
	 * Interrupts what is still in flight.
	 */
	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
