package dev.bulkcheckout.job;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.Inspections;

/**
 * Counts carts that were read, and in a job that goes on to buy settles those that would
 * not go before the first is asked for.
 */
final class InspectionStepListener implements StepExecutionListener, ItemWriteListener<InspectedCart> {

	private final ActiveRun run;

	private final Carts carts;

	private final Inspections inspections;

	private final CarriedCarts carried;

	private final DatabaseRetry retry;

	InspectionStepListener(ActiveRun run, Carts carts, Inspections inspections, CarriedCarts carried,
			DatabaseRetry retry) {
		this.run = run;
		this.carts = carts;
		this.inspections = inspections;
		this.carried = carried;
		this.retry = retry;
	}

	@Override
	public void beforeStep(StepExecution stepExecution) {
		this.retry.call(() -> this.carried.firstLine(this.run.id())).ifPresent(this.run.refusals()::leaveOutFrom);
		long all = this.retry.call(() -> this.carts.countAll(this.run.id()));
		long read = this.retry.call(() -> this.inspections.count(this.run.id()));
		this.run.progress().begin(Progress.Phase.PREFLIGHT, all, read);
	}

	@Override
	public void afterWrite(Chunk<? extends InspectedCart> chunk) {
		this.run.progress().inspected(chunk.size());
		this.run.refusals().saw(InspectionWriter.settlements(chunk.getItems()));
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
		boolean buys = stepExecution.getJobExecution()
			.getJobInstance()
			.getJobName()
			.equals(BulkCheckoutConfiguration.JOB);
		if (buys && stepExecution.getStatus() == BatchStatus.COMPLETED) {
			this.retry.run(() -> this.inspections.apply(this.run.lease()));
		}
		return null;
	}

}
