package dev.bulkcheckout.job.windowed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ItemStream;

/**
 * The items of one execution that were read and are not written: one thread reads, each
 * item is processed on a virtual thread of its own, and results wait here in the order in
 * which they arrived.
 * <p>
 * Two bounds hold. A place among the calls is given back when the processor returns, a
 * place among the unwritten when the result is written: the writer may lag behind by the
 * slack and no further, so a slow database slows the reading down, and a crash leaves no
 * more than calls and slack to be done again.
 */
final class Window<I, O> {

	private static final long POLL_MILLIS = 20;

	private final WindowedStepParts<I, O> parts;

	private final ListenedParts<I, O> items;

	private final StepExecution stepExecution;

	private final Ending ending;

	private final ReaderPositions positions;

	private final Semaphore calls;

	private final Semaphore unwritten;

	/** So many results are written at once: longer waiting would cost calls in flight. */
	private final int enough;

	private final BlockingQueue<Result<I, O>> results = new LinkedBlockingQueue<>();

	private final AtomicInteger outstanding = new AtomicInteger();

	private final AtomicLong readCount = new AtomicLong();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch readerOut = new CountDownLatch(1);

	private final Thread readerThread;

	private volatile boolean cutOff;

	private volatile boolean closed;

	/**
	 * A window that reads nothing before it is opened.
	 * @param calls places for calls, which other executions of the step may share
	 * @param unwritten how many items may be read and not written
	 */
	Window(WindowedStepParts<I, O> parts, StepExecution stepExecution, Ending ending, Semaphore calls, int unwritten) {
		this.parts = parts;
		this.items = new ListenedParts<>(parts);
		this.stepExecution = stepExecution;
		this.ending = ending;
		this.positions = new ReaderPositions((parts.reader() instanceof ItemStream stream) ? stream : null);
		this.calls = calls;
		this.unwritten = new Semaphore(unwritten);
		this.enough = Math.clamp(unwritten / 6, 1, parts.chunk());
		this.readerThread = Thread.ofVirtual()
			.name(stepExecution.getStepName() + "-reader")
			.unstarted(() -> inScope(this::feed));
	}

	void open() {
		this.readerThread.start();
	}

	ReaderPositions positions() {
		return this.positions;
	}

	long readCount() {
		return this.readCount.get();
	}

	/**
	 * Makes the execution known to the thread, so that step and job scope work in it. Is
	 * undone by {@code close}: {@code release} would destroy the scope's beans.
	 */
	private void inScope(Runnable task) {
		JobSynchronizationManager.register(this.stepExecution.getJobExecution());
		StepSynchronizationManager.register(this.stepExecution);
		try {
			task.run();
		}
		finally {
			StepSynchronizationManager.close();
			JobSynchronizationManager.close();
		}
	}

	private void feed() {
		try {
			while (acquire(this.unwritten) && acquire(this.calls)) {
				if (!readOne()) {
					break;
				}
			}
			this.positions.note();
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				this.ending.stop();
			}
			else if (!this.closed) {
				this.ending.fail(ex);
			}
		}
		finally {
			this.readerOut.countDown();
		}
	}

	private boolean acquire(Semaphore places) throws InterruptedException {
		while (!this.ending.isBegun()) {
			this.positions.noteIfDue();
			if (places.tryAcquire(50, TimeUnit.MILLISECONDS)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Reads an item and starts its processing.
	 * @return false at the end of the input, or if nothing more is to be begun; the place
	 * among the calls, which may be another execution's next, is given back
	 */
	private boolean readOne() throws Exception {
		boolean started = false;
		try {
			I item = this.ending.isBegun() ? null : this.items.read();
			if (item != null) {
				this.readCount.incrementAndGet();
				started = start(item, this.positions.enter());
			}
			return started;
		}
		finally {
			if (!started) {
				this.calls.release();
			}
		}
	}

	private boolean start(I item, ReaderPositions.Epoch epoch) {
		// counted before it is asked whether the end has begun, see isOver
		this.outstanding.incrementAndGet();
		try {
			if (!this.ending.isBegun()) {
				this.threads.execute(() -> inScope(() -> process(item, epoch)));
				return true;
			}
		}
		catch (RejectedExecutionException ex) {
			// cut off in this very moment
		}
		this.outstanding.decrementAndGet();
		return false;
	}

	private void process(I item, ReaderPositions.Epoch epoch) {
		Result<I, O> result = this.items.process(item, epoch, () -> this.cutOff);
		this.calls.release();
		this.results.add(result);
	}

	/**
	 * Waits a moment for a first result, then for others until a sixth of the places is
	 * taken or a chunk is full, the linger is over or no other is to come.
	 * @return in order of arrival; may be empty. An interrupt ends the waiting and stops
	 * the execution, and no result is lost by it
	 */
	List<Result<I, O>> take() {
		List<Result<I, O>> taken = new ArrayList<>();
		try {
			Result<I, O> next = this.results.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
			long lingerEnd = System.nanoTime() + this.parts.linger().toNanos();
			while (next != null) {
				taken.add(next);
				this.results.drainTo(taken, this.parts.chunk() - taken.size());
				if (taken.size() >= this.enough || taken.size() == this.outstanding.get()) {
					break;
				}
				next = this.results.poll(lingerEnd - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.ending.stop();
		}
		return taken;
	}

	/**
	 * Gives the places of results back: they are written, or never will be.
	 */
	void giveBack(int count) {
		this.outstanding.addAndGet(-count);
		this.unwritten.release(count);
	}

	/**
	 * Whether nothing more is to come. A reader that still waits for an item when the
	 * execution ends before its input does is not waited for: what it reads then is not
	 * begun.
	 */
	boolean isOver() {
		// tested in this order: an item is counted before the reader is out, and begun
		// only
		// if the end has not begun after it was counted
		return (this.readerOut.getCount() == 0 || this.ending.isBegun()) && this.outstanding.get() == 0;
	}

	/**
	 * Interrupts what is in flight.
	 */
	void cutOff() {
		this.cutOff = true;
		this.threads.shutdownNow();
	}

	/**
	 * Waits until nothing more is read.
	 * @return whether that is so
	 */
	boolean awaitReader(long millis) throws InterruptedException {
		return this.readerOut.await(millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends the threads and waits for the reader's, which may be inside the reader.
	 */
	void close() {
		this.closed = true;
		cutOff();
		this.readerThread.interrupt();
		boolean interrupted = false;
		while (true) {
			try {
				this.readerThread.join();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			this.ending.stop();
		}
	}

}
