package dev.bulkcheckout.job;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Reads the run's carts that were not looked at yet, by position. Where a restart goes on
 * is in the ledger, not in the ExecutionContext.
 */
class UninspectedCartReader implements ItemReader<StagedCart> {

	private static final int PAGE = 500;

	private final ActiveRun run;

	private final Inspections inspections;

	private final DatabaseRetry retry;

	private final Queue<StagedCart> page = new ArrayDeque<>();

	private long after;

	UninspectedCartReader(ActiveRun run, Inspections inspections, DatabaseRetry retry) {
		this.run = run;
		this.inspections = inspections;
		this.retry = retry;
	}

	@Override
	public @Nullable StagedCart read() {
		if (this.page.isEmpty()) {
			this.page.addAll(this.retry.call(() -> this.inspections.uninspected(this.run.id(), this.after, PAGE)));
		}
		StagedCart cart = this.page.poll();
		if (cart != null) {
			this.after = cart.position();
		}
		return cart;
	}

}
