package dev.bulkcheckout.job;

import java.util.concurrent.CancellationException;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import dev.bulkcheckout.job.windowed.ItemNotAttemptedException;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Reads a cart at Partner Center, which buys nothing.
 */
final class InspectionProcessor implements ItemProcessor<StagedCart, InspectedCart> {

	private final ActiveRun run;

	InspectionProcessor(ActiveRun run) {
		this.run = run;
	}

	@Override
	public InspectedCart process(StagedCart cart) throws InterruptedException {
		try {
			return new InspectedCart(cart, this.run.calls().preflight().inspect(cart.cart()));
		}
		catch (CancellationException ex) {
			throw new ItemNotAttemptedException("the run was stopped before the cart was read");
		}
	}

}
