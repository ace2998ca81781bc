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
 */
public record StagedCart(long line, long position, Cart cart, RequestId requestId) {
}
