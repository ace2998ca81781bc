package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.Inspection;

/**
 * What is to be entered of a cart that was read.
 *
 * @param cart the cart as it was handed out
 * @param inspection what it said
 */
public record InspectedCart(StagedCart cart, Inspection inspection) {
}
