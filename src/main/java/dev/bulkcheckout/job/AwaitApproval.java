package dev.bulkcheckout.job;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * The step {@code awaitApproval}: stops a run that is planned until somebody has approved
 * it, with the files of what was found.
 */
final class AwaitApproval implements Tasklet {

	private final ActiveRun run;

	private final Runs runs;

	private final ResultFiles results;

	private final DatabaseRetry retry;

	AwaitApproval(ActiveRun run, Runs runs, ResultFiles results, DatabaseRetry retry) {
		this.run = run;
		this.runs = runs;
		this.results = results;
		this.retry = retry;
	}

	@Override
	public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext)
			throws JobInterruptedException {
		Run stored = this.retry.call(() -> this.runs.find(this.run.id()).orElseThrow());
		if (stored.approvedAt() != null) {
			return RepeatStatus.FINISHED;
		}
		Path output = this.run.options().outputOf(this.run.id().value());
		this.run.keepHistory();
		this.retry.call(() -> this.results.write(this.run.id(), output));
		this.run.stop().raise(new StopReason(StopKind.PLANNED, "what it would buy is to be approved", ""));
		throw new JobInterruptedException("the run waits to be approved");
	}

}
