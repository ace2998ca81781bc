package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.Inspection;

/**
 * What a cart said before anything was bought, and whether the run asked for it since.
 *
 * @param inspection what it said
 * @param handedOut whether it was, or was about to be, asked for
 */
public record PlannedCart(Inspection inspection, boolean handedOut) {
}
