package dev.bulkcheckout.job;

import java.time.InstantSource;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.Objection;
import dev.bulkcheckout.checkout.CartPreflight;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;

/**
 * Checks a cart out if it may be bought and, in a run that was approved, if it is still
 * what was planned: for that it is read once more just before.
 */
final class PlannedCheckoutProcessor implements ItemProcessor<StagedCart, Settlement> {

	private final ActiveRun run;

	private final PlannedCartReader planned;

	private final CheckoutProcessor checkout;

	private final InstantSource clock;

	PlannedCheckoutProcessor(ActiveRun run, PlannedCartReader planned, InstantSource clock) {
		this.run = run;
		this.planned = planned;
		this.checkout = new CheckoutProcessor(run);
		this.clock = clock;
	}

	@Override
	public Settlement process(StagedCart cart) throws InterruptedException {
		PlannedCartReader.Planned plan = this.planned.planned(cart);
		CheckoutOutcome.HeldBack objection = plan.objection();
		if (objection != null) {
			return heldBack(cart, objection);
		}
		if (this.run.options().plan()) {
			String change = CartPreflight.change(plan.inspection(), this.run.inspect(cart));
			if (!change.isEmpty()) {
				return heldBack(cart, new CheckoutOutcome.HeldBack(Objection.CHANGED, change));
			}
		}
		return this.checkout.process(cart);
	}

	private Settlement heldBack(StagedCart cart, CheckoutOutcome.HeldBack objection) {
		CallTrace trace = new CallTrace(0, null, objection.objection().name(), "before buying: " + objection.reason(),
				null, cart.requestId());
		return new Settlement(cart, new CheckoutResult(objection, trace, this.clock.instant()));
	}

}
