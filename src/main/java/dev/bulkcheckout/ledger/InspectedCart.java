package dev.bulkcheckout.ledger;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Inspection;

/**
 * What is to be entered of a cart that was read.
 *
 * @param cart the cart as it was handed out
 * @param inspection what it said
 * @param settlement what it ended in if it was too urgent to wait for the others; null
 * for one that is bought in its turn, or not at all
 */
public record InspectedCart(StagedCart cart, Inspection inspection, @Nullable Settlement settlement) {
}
