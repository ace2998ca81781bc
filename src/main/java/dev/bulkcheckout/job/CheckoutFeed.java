package dev.bulkcheckout.job;

import java.util.List;

import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PartitionRange;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * The carts of a partition that have no outcome, by position.
 */
final class CheckoutFeed implements Feed<StagedCart> {

	private final Carts carts;

	private final DatabaseRetry retry;

	private final RunId run;

	private final PartitionRange range;

	private long after;

	CheckoutFeed(Carts carts, DatabaseRetry retry, RunId run, PartitionRange range) {
		this.carts = carts;
		this.retry = retry;
		this.run = run;
		this.range = range;
		this.after = range.first() - 1;
	}

	@Override
	public Supply<StagedCart> next(int limit) {
		List<StagedCart> page = this.retry.call(() -> handOut(limit));
		if (page.isEmpty()) {
			return new Supply.Over<>();
		}
		this.after = page.getLast().position();
		return new Supply.Now<>(page);
	}

	/**
	 * Notes for the next process what this one is about to ask.
	 */
	private List<StagedCart> handOut(int limit) {
		List<StagedCart> page = this.carts.unsettled(this.run, this.after, this.range.last(), limit);
		if (!page.isEmpty()) {
			this.carts.handOut(this.run, page.getLast().position());
		}
		return page;
	}

}
