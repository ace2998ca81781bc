package dev.bulkcheckout.job;

import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Orders;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.RunCounts;

/**
 * Opens the time in which subscription ids are asked for: takes up again what former runs
 * gave up, and sets the deadline. Counts subscription ids for those who watch the run.
 */
final class ReconcileStepListener implements StepExecutionListener, ItemWriteListener<PolledOrder> {

	private final ActiveRun run;

	private final Runs runs;

	private final Orders orders;

	private final RunCountsQuery runCounts;

	private final DatabaseRetry retry;

	private final InstantSource clock;

	ReconcileStepListener(ActiveRun run, Runs runs, Orders orders, RunCountsQuery runCounts, DatabaseRetry retry,
			InstantSource clock) {
		this.run = run;
		this.runs = runs;
		this.orders = orders;
		this.runCounts = runCounts;
		this.retry = retry;
		this.clock = clock;
	}

	@Override
	public void beforeStep(StepExecution stepExecution) {
		boolean later = !stepExecution.getJobExecution()
			.getJobInstance()
			.getJobName()
			.equals(BulkCheckoutConfiguration.JOB);
		// an order that was asked for so often is a matter for a person
		int most = this.run.calls().orders().mostLooks();
		this.run.leases().forEach((id, lease) -> {
			if (later || !id.equals(this.run.id())) {
				this.retry.call(() -> this.orders.reopen(lease, most));
			}
		});
		this.run.reconcileUntil(this.clock.instant().plus(this.run.options().reconcileFor()));
		long awaited = 0;
		long provisioned = 0;
		for (RunId id : this.run.leases().keySet()) {
			RunCounts counts = this.retry.call(() -> this.runCounts.of(id));
			awaited += counts.lines(SubscriptionState.AWAITED);
			provisioned += counts.lines(SubscriptionState.PROVISIONED);
		}
		this.run.progress().begin(Progress.Phase.RECONCILE, awaited + provisioned, provisioned);
	}

	@Override
	public void afterWrite(Chunk<? extends PolledOrder> chunk) {
		this.run.progress().looked(List.copyOf(chunk.getItems()));
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
		if (stepExecution.getStatus() == BatchStatus.COMPLETED) {
			this.run.leases().keySet().forEach((id) -> this.retry.run(() -> this.runs.reconciled(id)));
		}
		return null;
	}

}
