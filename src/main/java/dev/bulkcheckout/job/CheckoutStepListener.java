package dev.bulkcheckout.job;

import java.util.List;

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
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Settlement;

/**
 * Counts carts for those who watch the run, stops it when too many are refused, and notes
 * that every cart has its outcome, which it never believes of a step that says so while
 * the ledger does not.
 */
final class CheckoutStepListener implements StepExecutionListener, ItemWriteListener<Settlement> {

	private final ActiveRun run;

	private final Runs runs;

	private final Carts carts;

	private final Inspections inspections;

	private final CarriedCarts carried;

	private final DatabaseRetry retry;

	CheckoutStepListener(ActiveRun run, Runs runs, Carts carts, Inspections inspections, CarriedCarts carried,
			DatabaseRetry retry) {
		this.run = run;
		this.runs = runs;
		this.carts = carts;
		this.inspections = inspections;
		this.carried = carried;
		this.retry = retry;
	}

	@Override
	public void beforeStep(StepExecution stepExecution) {
		this.retry.call(() -> this.carried.firstLine(this.run.id())).ifPresent(this.run.refusals()::leaveOutFrom);
		long all = this.retry.call(() -> this.carts.countAll(this.run.id()));
		long open = this.retry.call(() -> this.carts.countUnsettled(this.run.id()));
		this.run.progress().begin(Progress.Phase.CHECKOUT, all, all - open);
	}

	@Override
	public void afterWrite(Chunk<? extends Settlement> chunk) {
		List<Settlement> settlements = List.copyOf(chunk.getItems());
		this.run.refusals().saw(settlements);
		this.run.progress().settled(settlements);
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
		if (stepExecution.getStatus() != BatchStatus.COMPLETED) {
			return null;
		}
		long open = this.retry.call(() -> this.carts.countUnsettled(this.run.id()));
		if (open > 0) {
			String what = "the step checkoutCarts ended, but %,d carts have no outcome".formatted(open);
			stepExecution.setStatus(BatchStatus.FAILED);
			stepExecution.addFailureException(new IllegalStateException(what));
			return ExitStatus.FAILED.addExitDescription(what);
		}
		if (this.run.options().looksFirst()) {
			this.retry.run(() -> this.inspections.noteOtherPrices(this.run.lease()));
		}
		this.retry.run(() -> this.runs.checkedOut(this.run.id()));
		return null;
	}

}
