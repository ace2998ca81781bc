package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.Outcome;

/**
 * A cart and what became of it.
 *
 * @param line its line in the input
 * @param cart the cart
 * @param outcome what it ended in
 */
public record CartOutcome(long line, Cart cart, Outcome outcome) {
}
