package dev.bulkcheckout.job;

import java.util.List;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.checkout.Checkouts;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Settlement;

/**
 * Settles carts in the ledger, in a short transaction of its own that is repeated while
 * the database is away.
 */
final class SettlementWriter implements ItemWriter<Settlement> {

	private final ActiveRun run;

	private final Carts carts;

	private final DatabaseRetry retry;

	private final List<SettlementListener> listeners;

	SettlementWriter(ActiveRun run, Carts carts, DatabaseRetry retry, List<SettlementListener> listeners) {
		this.run = run;
		this.carts = carts;
		this.retry = retry;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void write(Chunk<? extends Settlement> chunk) {
		List<Settlement> settlements = List.copyOf(chunk.getItems());
		this.retry.run(() -> this.carts.settle(this.run.fence(), settlements));
		// asked once: the run is found by the thread's step each time
		Checkouts checkouts = this.run.calls().checkouts();
		RunId id = this.run.id();
		for (Settlement settlement : settlements) {
			checkouts.settled(settlement.cart().cart(), settlement.result().outcome());
			this.listeners.forEach((listener) -> listener.settled(id, settlement));
		}
	}

}
