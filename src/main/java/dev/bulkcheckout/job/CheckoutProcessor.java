package dev.bulkcheckout.job;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import dev.bulkcheckout.job.windowed.ItemNotAttemptedException;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Checks a cart out at Partner Center. No refusal of the API is a failure of the item:
 * what the cart ended in is its result.
 */
final class CheckoutProcessor implements ItemProcessor<StagedCart, Settlement> {

	private final ActiveRun run;

	CheckoutProcessor(ActiveRun run) {
		this.run = run;
	}

	@Override
	public Settlement process(StagedCart cart) throws InterruptedException {
		return this.run.calls()
			.checkouts()
			.checkOut(cart.cart(), cart.requestId(), cart.askedBefore())
			.map((result) -> new Settlement(cart, result))
			.orElseThrow(() -> new ItemNotAttemptedException("the run was stopped before the cart was asked for"));
	}

}
