package dev.bulkcheckout.job;

import java.util.List;
import java.util.Objects;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.Inspections;
import dev.bulkcheckout.ledger.Settlement;

/**
 * Enters what carts said, in a short transaction of its own that is repeated while the
 * database is away.
 */
final class InspectionWriter implements ItemWriter<InspectedCart> {

	private final ActiveRun run;

	private final Inspections inspections;

	private final SettlementWriter settling;

	private final DatabaseRetry retry;

	InspectionWriter(ActiveRun run, Inspections inspections, SettlementWriter settling, DatabaseRetry retry) {
		this.run = run;
		this.inspections = inspections;
		this.settling = settling;
		this.retry = retry;
	}

	@Override
	public void write(Chunk<? extends InspectedCart> chunk) {
		List<InspectedCart> inspected = List.copyOf(chunk.getItems());
		this.retry.run(() -> this.inspections.enter(this.run.lease(), inspected));
		List<Settlement> bought = settlements(inspected);
		if (!bought.isEmpty()) {
			this.settling.write(new Chunk<>(bought));
		}
	}

	/**
	 * Of carts that were too urgent to wait for their turn.
	 */
	static List<Settlement> settlements(List<? extends InspectedCart> inspected) {
		return inspected.stream().map(InspectedCart::settlement).filter(Objects::nonNull).toList();
	}

}
