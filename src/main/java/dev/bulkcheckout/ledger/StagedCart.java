package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.RequestId;

/**
 * A cart that is to be checked out.
 *
 * @param line its line in the input; names it within its run
 * @param position its turn in the run: carts of one customer are spread
 * @param cart what to check out
 * @param requestId the MS-RequestId of its first call, the same after a crash
 * @param askedBefore whether it may have been asked before, and bought: by a process that
 * died before it settled it, or by another run
 */
public record StagedCart(long line, long position, Cart cart, RequestId requestId, boolean askedBefore) {
}
