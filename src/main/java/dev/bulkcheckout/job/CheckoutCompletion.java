package dev.bulkcheckout.job;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Runs;

/**
 * Notes that every cart has its outcome, and never believes it of a step that says so
 * while the ledger does not.
 */
final class CheckoutCompletion implements StepExecutionListener {

	private final ActiveRuns activeRuns;

	private final Runs runs;

	private final Carts carts;

	private final DatabaseRetry retry;

	CheckoutCompletion(ActiveRuns activeRuns, Runs runs, Carts carts, DatabaseRetry retry) {
		this.activeRuns = activeRuns;
		this.runs = runs;
		this.carts = carts;
		this.retry = retry;
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
		if (stepExecution.getStatus() != BatchStatus.COMPLETED) {
			return null;
		}
		ActiveRun run = this.activeRuns.of(stepExecution);
		long open = this.retry.call(() -> this.carts.countUnsettled(run.id()));
		if (open > 0) {
			String what = "the step checkoutCarts ended, but %,d carts have no outcome".formatted(open);
			stepExecution.setStatus(BatchStatus.FAILED);
			stepExecution.addFailureException(new IllegalStateException(what));
			return ExitStatus.FAILED.addExitDescription(what);
		}
		this.retry.run(() -> this.runs.checkedOut(run.id()));
		return null;
	}

}
