package dev.bulkcheckout.job;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.PartitionLease;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Reads carts of the run by position. Where a restart goes on is in the ledger, not in
 * the ExecutionContext.
 */
class CartReader implements ItemReader<StagedCart> {

	private static final int PAGE = 500;

	private final LongFunction<List<StagedCart>> pages;

	private final DatabaseRetry retry;

	private final Queue<StagedCart> page = new ArrayDeque<>();

	private long after;

	/**
	 * Reads a page at a time.
	 * @param pages the carts behind a position
	 */
	CartReader(LongFunction<List<StagedCart>> pages, DatabaseRetry retry) {
		this.pages = pages;
		this.retry = retry;
	}

	/**
	 * Reads the carts of the run, or of the step's partition of it, that have no outcome,
	 * and notes for the next process which of them this one is about to ask.
	 */
	static CartReader unsettled(ActiveRun run, Carts carts, Partitions partitions, DatabaseRetry retry) {
		return run.partition()
			.map((partition) -> unsettled(partition, carts, partitions, retry))
			.orElseGet(() -> unsettled(run, carts, retry));
	}

	private static CartReader unsettled(ActiveRun run, Carts carts, DatabaseRetry retry) {
		return new CartReader((after) -> {
			List<StagedCart> next = carts.unsettled(run.id(), after, PAGE);
			if (!next.isEmpty()) {
				carts.handOut(run.id(), next.getLast().position());
			}
			return next;
		}, retry);
	}

	private static CartReader unsettled(PartitionLease partition, Carts carts, Partitions partitions,
			DatabaseRetry retry) {
		return new CartReader((after) -> {
			List<StagedCart> next = carts.unsettled(partition, after, PAGE);
			if (!next.isEmpty()) {
				partitions.handOut(partition, next.getLast().position());
			}
			return next;
		}, retry);
	}

	/**
	 * Reads the carts that were not looked at yet.
	 */
	static CartReader uninspected(ActiveRun run, Inspections inspections, DatabaseRetry retry) {
		return new CartReader((after) -> inspections.uninspected(run.id(), after, PAGE), retry);
	}

	@Override
	public @Nullable StagedCart read() {
		if (this.page.isEmpty()) {
			this.page.addAll(this.retry.call(() -> this.pages.apply(this.after)));
		}
		StagedCart cart = this.page.poll();
		if (cart != null) {
			this.after = cart.position();
		}
		return cart;
	}

}
