package dev.bulkcheckout.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import dev.bulkcheckout.cart.Inspection;
import dev.bulkcheckout.cart.InspectionVerdict;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.InspectedCart;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Reads a cart at Partner Center. In a run that goes on to buy what would go, a cart that
 * expires so soon that it might not live to see its turn is bought at once.
 */
final class InspectionProcessor implements ItemProcessor<StagedCart, InspectedCart> {

	/** Longer than it takes to read a hundred thousand carts, even slowly. */
	private static final Duration URGENT = Duration.ofHours(2);

	private final ActiveRun run;

	private final Carts carts;

	private final DatabaseRetry retry;

	private final InstantSource clock;

	private final CheckoutProcessor checkout;

	InspectionProcessor(ActiveRun run, Carts carts, DatabaseRetry retry, InstantSource clock) {
		this.run = run;
		this.carts = carts;
		this.retry = retry;
		this.clock = clock;
		this.checkout = new CheckoutProcessor(run);
	}

	@Override
	public InspectedCart process(StagedCart cart) throws InterruptedException {
		Inspection inspection = this.run.inspect(cart);
		if (!this.run.buysWhatIsUrgent() || !isUrgent(inspection)) {
			return new InspectedCart(cart, inspection, null);
		}
		this.retry.run(() -> this.carts.handOut(this.run.id(), cart));
		return new InspectedCart(cart, inspection, this.checkout.process(cart));
	}

	private boolean isUrgent(Inspection inspection) {
		Instant expiresAt = inspection.expiresAt();
		return inspection.verdict() == InspectionVerdict.WOULD_GO && expiresAt != null
				&& expiresAt.isBefore(this.clock.instant().plus(URGENT));
	}

}
