package dev.bulkcheckout.job;

import java.util.List;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PolledOrder;
import dev.bulkcheckout.ledger.Orders;

/**
 * Records what was seen of orders, in a short transaction of its own that is repeated
 * while the database is away.
 */
final class PolledOrderWriter implements ItemWriter<PolledOrder> {

	private final ActiveRun run;

	private final Orders orders;

	private final DatabaseRetry retry;

	PolledOrderWriter(ActiveRun run, Orders orders, DatabaseRetry retry) {
		this.run = run;
		this.orders = orders;
		this.retry = retry;
	}

	@Override
	public void write(Chunk<? extends PolledOrder> chunk) {
		List<PolledOrder> polled = List.copyOf(chunk.getItems());
		this.retry.run(() -> this.orders.record(this.run.fences(), polled));
	}

}
