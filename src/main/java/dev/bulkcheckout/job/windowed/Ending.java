package dev.bulkcheckout.job.windowed;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Whether an execution ends before its input does, and why: it was stopped, or something
 * failed. Either way nothing more is read, and what was begun has the grace to end. Safe
 * for use by many threads.
 */
final class Ending {

	private final Duration grace;

	private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

	private final AtomicReference<@Nullable Long> begunAt = new AtomicReference<>();

	private volatile boolean stopped;

	Ending(Duration grace) {
		this.grace = grace;
	}

	void stop() {
		this.stopped = true;
		this.begunAt.compareAndSet(null, System.nanoTime());
	}

	/**
	 * The first cause counts.
	 */
	void fail(Throwable cause) {
		this.fault.compareAndSet(null, cause);
		this.begunAt.compareAndSet(null, System.nanoTime());
	}

	boolean isBegun() {
		return this.begunAt.get() != null;
	}

	boolean isStopped() {
		return this.stopped;
	}

	@Nullable Throwable fault() {
		return this.fault.get();
	}

	/**
	 * Whether it began, and so long ago that nothing begun is waited for any more.
	 */
	boolean isGraceOver() {
		Long begun = this.begunAt.get();
		return begun != null && System.nanoTime() - begun >= this.grace.toNanos();
	}

}
