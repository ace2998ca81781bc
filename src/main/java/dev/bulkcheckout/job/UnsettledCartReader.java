package dev.bulkcheckout.job;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Reads the run's carts that have no outcome, by position. Where a restart goes on is in
 * the ledger, not in the ExecutionContext.
 */
class UnsettledCartReader implements ItemReader<StagedCart> {

	private static final int PAGE = 500;

	private final ActiveRun run;

	private final Carts carts;

	private final DatabaseRetry retry;

	private final Queue<StagedCart> page = new ArrayDeque<>();

	private long after;

	UnsettledCartReader(ActiveRun run, Carts carts, DatabaseRetry retry) {
		this.run = run;
		this.carts = carts;
		this.retry = retry;
	}

	@Override
	public @Nullable StagedCart read() {
		if (this.page.isEmpty()) {
			this.page.addAll(this.retry.call(this::handOut));
		}
		StagedCart cart = this.page.poll();
		if (cart != null) {
			this.after = cart.position();
		}
		return cart;
	}

	/**
	 * Notes for the next process what this one is about to ask.
	 */
	private List<StagedCart> handOut() {
		List<StagedCart> next = this.carts.unsettled(this.run.id(), this.after, PAGE);
		if (!next.isEmpty()) {
			this.carts.handOut(this.run.id(), next.getLast().position());
		}
		return next;
	}

}
