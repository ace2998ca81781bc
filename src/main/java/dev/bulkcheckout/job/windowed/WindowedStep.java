package dev.bulkcheckout.job.windowed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;

import org.springframework.batch.core.step.AbstractStep;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * A step that reads, processes and writes items, with a fixed number of them being
 * processed at the same time. Made by a {@link WindowedStepBuilder}.
 * <p>
 * <b>Threads.</b> The reader and its listeners are called by one thread, the processor
 * and its listeners by a virtual thread for each item, the writer and all other listeners
 * by the thread that executes the step. The processor must be safe for use by many
 * threads. Beans in step and job scope work in all of them.
 * <p>
 * <b>Counts</b> are items: read, filtered, written. A commit is a chunk. They are saved
 * once a second. An item that was read and left undone because of a stop counts as read
 * only.
 * <p>
 * <b>Stop.</b> {@code JobOperator.stop}, an interrupt of the step's thread, the
 * interruption policy and a processor that throws {@link ItemNotAttemptedException} have
 * the same effect: nothing more is read, what is in flight is waited for and written
 * until the stop grace is over, then interrupted; the step ends {@code STOPPED}. A stop
 * that another process writes into the job repository is seen within a second.
 * <p>
 * <b>Failure.</b> If reader, processor, writer or a listener throws, nothing more is
 * read, and what is in flight is still written as after a stop; the step ends
 * {@code FAILED} with the first cause. There is no skip and no retry: what an item may
 * survive is the processor's business, and what a chunk may survive the writer's.
 * <p>
 * <b>Restart.</b> After a crash, items that were read and not written, as many as are in
 * flight and the slack, are processed again, and a chunk whose commit was not answered is
 * written again: the writer must bear that. A reader that is an {@code ItemStream} may
 * keep its position in the {@code ExecutionContext}; the position saved is never beyond
 * an item that is not written. A reader that finds its items by what is not yet written
 * needs no position.
 * <p>
 * <b>Scopes.</b> {@code JobOperator.stop} runs the destruction callbacks of the step
 * scope while the step still writes. The stop of this step returns when its reader is no
 * longer used, at the latest after the stop grace; declare beans of the step scope with
 * {@code destroyMethod = ""} all the same, since the step itself closes item streams, and
 * declare them by a class that is an {@code ItemStream}, or they are neither opened nor
 * closed.
 *
 * @param <I> what is read
 * @param <O> what is written
 */
public class WindowedStep<I, O> extends AbstractStep {

	private final WindowedStepParts<I, O> parts;

	private final IntSupplier inFlight;

	private final Map<Long, WindowedExecution<I, O>> running = new ConcurrentHashMap<>();

	private int places;

	private Semaphore calls = new Semaphore(0);

	WindowedStep(WindowedStepParts<I, O> parts, IntSupplier inFlight) {
		this.parts = parts;
		this.inFlight = inFlight;
	}

	@Override
	protected void open(ExecutionContext context) throws Exception {
		this.parts.streams().open(context);
	}

	@Override
	protected void close(ExecutionContext context) throws Exception {
		this.parts.streams().close();
	}

	@Override
	protected void doExecute(StepExecution stepExecution) throws Exception {
		WindowedExecution<I, O> execution = begin(stepExecution);
		try {
			execution.run();
		}
		finally {
			this.running.remove(stepExecution.getId());
		}
	}

	/**
	 * Executions at the same time, which are partitions, share the places for calls.
	 */
	private synchronized WindowedExecution<I, O> begin(StepExecution stepExecution) {
		if (this.running.isEmpty()) {
			this.places = this.inFlight.getAsInt();
			this.calls = new Semaphore(this.places);
		}
		Ending ending = new Ending(this.parts.stopGrace());
		Window<I, O> window = new Window<>(this.parts, stepExecution, ending, this.calls,
				this.places + this.parts.slack());
		WindowedExecution<I, O> execution = new WindowedExecution<>(this.parts, stepExecution, ending, window,
				new StepExecutionSaver(getJobRepository(), stepExecution));
		this.running.put(stepExecution.getId(), execution);
		return execution;
	}

	/**
	 * Stops an execution in this process. Returns when its reader is no longer used.
	 */
	@Override
	public void stop(StepExecution stepExecution) {
		stepExecution.setTerminateOnly();
		WindowedExecution<I, O> execution = this.running.get(stepExecution.getId());
		if (execution != null) {
			execution.stop();
		}
	}

}
