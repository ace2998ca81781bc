package dev.bulkcheckout.job;

import java.time.InstantSource;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import dev.bulkcheckout.job.windowed.ItemNotAttemptedException;
import dev.bulkcheckout.ledger.OpenOrder;
import dev.bulkcheckout.ledger.PolledOrder;

/**
 * Asks Partner Center once for an order's subscription ids.
 */
final class PollingProcessor implements ItemProcessor<OpenOrder, PolledOrder> {

	private final ActiveRun run;

	private final InstantSource clock;

	PollingProcessor(ActiveRun run, InstantSource clock) {
		this.run = run;
		this.clock = clock;
	}

	@Override
	public PolledOrder process(OpenOrder order) throws InterruptedException {
		boolean last = !this.clock.instant().isBefore(this.run.reconcileUntil());
		return this.run.calls()
			.orders()
			.read(order.customer(), order.order(), order.orderedAt(), order.reads(), last)
			.map((reading) -> new PolledOrder(order, reading))
			.orElseThrow(() -> new ItemNotAttemptedException("the run was stopped before the order was asked for"));
	}

}
