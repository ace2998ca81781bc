package dev.bulkcheckout.job;

import java.util.List;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.Inspections;

/**
 * Enters what carts said, in a short transaction of its own that is repeated while the
 * database is away.
 */
final class InspectionWriter implements ItemWriter<InspectedCart> {

	private final ActiveRun run;

	private final Inspections inspections;

	private final DatabaseRetry retry;

	InspectionWriter(ActiveRun run, Inspections inspections, DatabaseRetry retry) {
		this.run = run;
		this.inspections = inspections;
		this.retry = retry;
	}

	@Override
	public void write(Chunk<? extends InspectedCart> chunk) {
		List<InspectedCart> inspected = List.copyOf(chunk.getItems());
		this.retry.run(() -> this.inspections.enter(this.run.lease(), inspected));
	}

}
