package dev.bulkcheckout.job;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * A step whose reader keeps a window of calls open: each chunk is one batch of answers,
 * as many as came since the last, and is written in transactions of the writer's own, so
 * that no call is ever made inside one.
 */
final class WindowStep {

	private WindowStep() {
	}

	static <R> Step build(String name, JobRepository repository, ItemStreamReader<List<R>> reader,
			ItemWriter<List<R>> writer) {
		return new StepBuilder(name, repository).<List<R>, List<R>>chunk(1)
			.transactionManager(NoTransaction.FOR_CHUNKS)
			.reader(reader)
			.writer(writer)
			.build();
	}

	/**
	 * Reads what the calls of a run for the given work came to.
	 * @param oneMore whether a call beyond the run's window is wanted
	 */
	static <W, R> ItemStreamReader<List<R>> reader(ActiveRun run, Feed<W> feed, CallWindow.Call<W, R> call,
			BooleanSupplier oneMore, StepExecution stepExecution) {
		CallWindow<W, R> window = new CallWindow<>(feed, call, run.windowSize(), oneMore, run.stop(), run.stopGrace());
		return new WindowReader<>(window, run.stop(), stepExecution);
	}

}
