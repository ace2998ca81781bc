package dev.bulkcheckout.checkout;

import java.time.InstantSource;
import java.util.Optional;

import io.github.resilience4j.retry.Retry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.partnercenter.Answer;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.PacedCalls;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Checks carts out: asks, asks again where that is safe, looks where an answer was lost,
 * and says what each cart ended in. Safe for use by many threads.
 */
public final class Checkouts {

	private static final Logger logger = LoggerFactory.getLogger(Checkouts.class);

	private final PartnerCenterClient client;

	private final PacedCalls<Answer> calls;

	private final OrderClaims claims;

	private final CartInspections inspections;

	private final StopSignal stop;

	private final Retry retry;

	private final InstantSource clock;

	/**
	 * Asks through the given calls.
	 * @param claimed which orders are known to be another cart's
	 */
	public Checkouts(PartnerCenterClient client, PacedCalls<Answer> calls, StopSignal stop, ClaimedOrders claimed,
			RunProperties.Retry settings, InstantSource clock) {
		this.client = client;
		this.calls = calls;
		this.claims = new OrderClaims(claimed);
		this.inspections = new CartInspections(client, calls, this.claims);
		this.stop = stop;
		this.retry = CheckoutRetry.of(settings);
		this.clock = clock;
	}

	/**
	 * Checks out one cart. Source: "Check out a cart" (read 2026-11): idempotent for the
	 * same cart.
	 * @param first the MS-RequestId of the first call; the same after a crash
	 * @param askedBefore whether it may have been asked before, by a process that died or
	 * in another run: no refusal is believed then before the cart was looked at
	 * @return what it ended in; {@code NotAttempted} if the run stopped when something
	 * had been asked but nothing is known; empty if it stopped before anything was asked
	 */
	public Optional<CheckoutResult> checkOut(Cart cart, RequestId first, boolean askedBefore)
			throws InterruptedException {
		RetryBudget budget = new RetryBudget(this.retry, this.stop);
		Optional<CheckoutResult> result = new CartCheckout(cart, first, askedBefore, this.client, this.calls,
				this.inspections, this.stop, budget, this.clock)
			.checkOut();
		result.filter((told) -> !told.notes().isEmpty())
			.ifPresent((told) -> logger.warn("customer {}, cart {}, MS-RequestId {}: {}", cart.customer(), cart.id(),
					told.trace().requestId(), String.join("; ", told.notes())));
		return result;
	}

	/**
	 * Has to be told once the ledger knows what a cart ended in: until then its orders
	 * are remembered here, so that no other cart is given them.
	 */
	public void settled(Cart cart, CheckoutOutcome outcome) {
		this.claims.settled(cart, outcome.orders());
	}

}
