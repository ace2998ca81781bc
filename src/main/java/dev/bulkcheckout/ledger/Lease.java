package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.RunId;

/**
 * The right to work on a run. Its token is the fence: a write with a token that is no
 * longer the newest is refused.
 *
 * @param run the run that is worked on
 * @param token grows with each holder
 */
public record Lease(RunId run, long token) implements Fence {
}
