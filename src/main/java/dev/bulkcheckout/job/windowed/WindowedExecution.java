package dev.bulkcheckout.job.windowed;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

/**
 * One execution of a windowed step, in the thread that executes the step: collects
 * results, writes them, saves how far it is, and sees to the end.
 */
final class WindowedExecution<I, O> {

	private static final long AFTER_CUT_OFF = TimeUnit.SECONDS.toNanos(1);

	private final WindowedStepParts<I, O> parts;

	private final StepExecution stepExecution;

	private final Ending ending;

	private final Window<I, O> window;

	private final ChunkWriting<I, O> writing;

	private final StepExecutionSaver saver;

	WindowedExecution(WindowedStepParts<I, O> parts, StepExecution stepExecution, Ending ending, Window<I, O> window,
			StepExecutionSaver saver) {
		this.parts = parts;
		this.stepExecution = stepExecution;
		this.ending = ending;
		this.window = window;
		this.writing = new ChunkWriting<>(parts, stepExecution, ending);
		this.saver = saver;
	}

	/**
	 * Works until the input is read and written, or the execution ends before.
	 * @throws Exception the first failure
	 */
	void run() throws Exception {
		this.window.open();
		try {
			collect();
		}
		finally {
			this.window.close();
			settleWhatArrived();
			this.stepExecution.setReadCount(this.window.readCount());
			this.window.positions().copyTo(this.stepExecution.getExecutionContext());
			// with the flag set, the last update of the step would get no connection
			if (Thread.interrupted() || this.ending.isStopped()) {
				this.stepExecution.setTerminateOnly();
			}
		}
		Throwable fault = this.ending.fault();
		if (fault instanceof Error error) {
			throw error;
		}
		if (fault != null) {
			throw (Exception) fault;
		}
	}

	private void collect() {
		long leavesAt = Long.MAX_VALUE;
		while (!this.window.isOver()) {
			settle(this.window.take());
			stopIfAsked();
			if (this.saver.isDue()) {
				save();
			}
			if (leavesAt == Long.MAX_VALUE && this.ending.isGraceOver()) {
				this.window.cutOff();
				leavesAt = System.nanoTime() + AFTER_CUT_OFF;
			}
			if (leavesAt != Long.MAX_VALUE && System.nanoTime() - leavesAt >= 0) {
				return;
			}
		}
	}

	private void settleWhatArrived() {
		List<Result<I, O>> arrived = this.window.take();
		while (!arrived.isEmpty()) {
			settle(arrived);
			arrived = this.window.take();
		}
	}

	private void settle(List<Result<I, O>> arrived) {
		if (arrived.isEmpty()) {
			return;
		}
		Chunk<I> inputs = new Chunk<>();
		Chunk<O> outputs = new Chunk<>();
		for (Result<I, O> result : arrived) {
			if (result.undone()) {
				this.ending.stop();
			}
			else if (result.failure() != null) {
				this.ending.fail(result.failure());
			}
			else if (result.output() != null) {
				inputs.add(result.item());
				outputs.add(result.output());
			}
		}
		if (outputs.isEmpty() || this.writing.write(inputs, outputs)) {
			List<Result<I, O>> done = arrived.stream().filter((result) -> result.failure() == null).toList();
			done.forEach((result) -> result.epoch().settled());
			long filtered = done.stream().filter(Result::isFiltered).count();
			this.stepExecution.setFilterCount(this.stepExecution.getFilterCount() + filtered);
		}
		this.window.giveBack(arrived.size());
	}

	private void stopIfAsked() {
		try {
			this.parts.interruption().checkInterrupted(this.stepExecution);
		}
		catch (JobInterruptedException ex) {
			this.ending.stop();
		}
		if (this.stepExecution.isTerminateOnly() || Thread.interrupted()) {
			this.ending.stop();
		}
	}

	private void save() {
		this.stepExecution.setReadCount(this.window.readCount());
		this.parts.updated().update(this.stepExecution.getExecutionContext());
		this.window.positions().copyTo(this.stepExecution.getExecutionContext());
		this.saver.save();
	}

	/**
	 * Stops the execution and waits until its reader is left alone. Called by another
	 * thread.
	 */
	void stop() {
		this.ending.stop();
		try {
			boolean unused = this.window.awaitReader(this.parts.stopGrace().toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
