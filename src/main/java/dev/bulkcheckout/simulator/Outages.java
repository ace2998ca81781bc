package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** Takes the API down and brings it back, when told and at the times of the scenario. */
final class Outages implements AutoCloseable {

	private final Listener listener;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().daemon().name("simulator-outages").factory());

	private final List<ScheduledFuture<?>> planned = new ArrayList<>();

	private final List<DownWindow> counted = new ArrayList<>();

	private volatile long nextAtCheckout = Long.MAX_VALUE;

	private volatile @Nullable OutageMode now;

	private volatile boolean checkoutsOnly;

	private volatile CountDownLatch back = new CountDownLatch(1);

	private @Nullable ScheduledFuture<?> comingBack;

	Outages(Listener listener) {
		this.listener = listener;
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/** Plans the outages of a scenario. */
	synchronized void plan(List<DownWindow> windows) {
		for (DownWindow window : windows) {
			Duration after = window.afterTime();
			if (after != null) {
				this.planned.add(this.timer.schedule(() -> goDown(window.kind(), window.length()), after.toMillis(),
						TimeUnit.MILLISECONDS));
			}
			else {
				this.counted.add(window);
			}
		}
		expectNext();
	}

	/** Plans something else at these times from now on. */
	synchronized void plan(List<Duration> times, Runnable what) {
		times.forEach((after) -> this.planned.add(this.timer.schedule(what, after.toMillis(), TimeUnit.MILLISECONDS)));
	}

	/**
	 * How the API is down now for such a call; null if it is not.
	 */
	@Nullable OutageMode now(boolean checkout) {
		return (checkout || !this.checkoutsOnly) ? this.now : null;
	}

	/** Sees that so many checkouts have arrived. */
	void checkouts(LongAdder arrived) {
		if (this.nextAtCheckout != Long.MAX_VALUE && arrived.sum() >= this.nextAtCheckout) {
			startCounted(arrived.sum());
		}
	}

	private synchronized void startCounted(long count) {
		this.counted.stream().filter((window) -> window.afterCheckouts() <= count).findFirst().ifPresent((due) -> {
			this.counted.remove(due);
			// not here: closing the port would wait for the very call that noticed
			this.now = due.kind();
			this.timer.execute(() -> goDown(due.kind(), due.length()));
		});
		expectNext();
	}

	private void expectNext() {
		this.nextAtCheckout = this.counted.stream().mapToLong(DownWindow::afterCheckouts).min().orElse(Long.MAX_VALUE);
	}

	/** Takes checkouts down, while everything else is answered. */
	synchronized void checkoutsGoDown(OutageMode kind) {
		if (kind == OutageMode.REFUSED) {
			throw new IllegalArgumentException("a port is closed for all calls, not for checkouts alone");
		}
		comeBack();
		this.back = new CountDownLatch(1);
		this.checkoutsOnly = true;
		this.now = kind;
	}

	synchronized void goDown(OutageMode kind, @Nullable Duration length) {
		stayAsItIs();
		this.back.countDown();
		this.back = new CountDownLatch(1);
		this.checkoutsOnly = false;
		this.now = kind;
		if (kind == OutageMode.REFUSED) {
			this.listener.close();
		}
		else {
			this.listener.open();
		}
		if (kind == OutageMode.RESET) {
			this.listener.resetConnections();
		}
		if (length != null) {
			this.comingBack = this.timer.schedule(this::comeBack, length.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	synchronized void comeBack() {
		stayAsItIs();
		this.now = null;
		this.listener.open();
		this.back.countDown();
	}

	private void stayAsItIs() {
		if (this.comingBack != null) {
			this.comingBack.cancel(false);
			this.comingBack = null;
		}
	}

	/** Waits until the API is back, at most so long. */
	void awaitReturn(Duration most) throws InterruptedException {
		this.back.await(most.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.back.countDown();
	}

}
