package dev.bulkcheckout.job;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.RunProperties;

/**
 * The step {@code writeResults}: the files of the run, and those of former runs whose ids
 * were asked for, too.
 */
final class WriteResults implements Tasklet {

	private final ActiveRun run;

	private final Runs runs;

	private final RunReports reports;

	private final ResultFiles results;

	private final DatabaseRetry retry;

	WriteResults(ActiveRun run, Runs runs, RunReports reports, ResultFiles results, DatabaseRetry retry) {
		this.run = run;
		this.runs = runs;
		this.reports = reports;
		this.results = results;
		this.retry = retry;
	}

	@Override
	public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		this.run.progress().begin(Progress.Phase.RESULTS, 0, 0);
		boolean whole = !contribution.getStepExecution()
			.getJobExecution()
			.getJobInstance()
			.getJobName()
			.equals(BulkCheckoutConfiguration.RECONCILE_JOB);
		for (Lease lease : this.run.leases().values()) {
			RunId id = lease.run();
			Run run = this.retry.call(() -> this.runs.find(id).orElseThrow());
			boolean own = id.equals(this.run.id());
			RunProperties options = own ? this.run.options() : EffectiveValues.fromJson(run.options());
			Path output = options.outputOf(id.value());
			this.retry.call(() -> {
				// the report tells of it
				this.run.keepHistory();
				this.reports.keepTotals(lease);
				return (whole && own) ? this.results.writeFinal(id, output) : this.results.write(id, output);
			});
		}
		return RepeatStatus.FINISHED;
	}

}
