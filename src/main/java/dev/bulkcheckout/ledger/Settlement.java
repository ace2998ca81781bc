package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.CheckoutResult;

/**
 * What is to be entered for a cart.
 *
 * @param cart the cart as it was handed out
 * @param result what became of it
 */
public record Settlement(StagedCart cart, CheckoutResult result) {
}
