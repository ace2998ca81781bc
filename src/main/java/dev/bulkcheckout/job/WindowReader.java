package dev.bulkcheckout.job;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

import dev.bulkcheckout.throttling.StopSignal;

/**
 * A window of calls as an ItemReader: one item is what has arrived since the last one.
 * Saves nothing in the ExecutionContext: where to go on is in the ledger.
 *
 * @param <R> what a call results in
 */
final class WindowReader<R> implements ItemStreamReader<List<R>> {

	private static final int MOST = 300;

	private final CallWindow<?, R> window;

	private final StopSignal stop;

	private final StepExecution stepExecution;

	WindowReader(CallWindow<?, R> window, StopSignal stop, StepExecution stepExecution) {
		this.window = window;
		this.stop = stop;
		this.stepExecution = stepExecution;
	}

	@Override
	public void open(ExecutionContext executionContext) {
		this.window.open();
	}

	/**
	 * Waits for results.
	 * @return null when the feed is over, or when the run is stopped and all that was
	 * asked has been answered; the step is then marked to end as stopped
	 */
	@Override
	public @Nullable List<R> read() throws Exception {
		List<R> batch = this.window.take(MOST);
		if (!batch.isEmpty()) {
			return batch;
		}
		if (this.stop.isRaised()) {
			this.stepExecution.setTerminateOnly();
		}
		return null;
	}

	@Override
	public void close() {
		this.window.close();
	}

}
