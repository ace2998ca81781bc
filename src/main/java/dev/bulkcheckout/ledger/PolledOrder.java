package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.OrderReading;

/**
 * What is to be entered for an open order.
 *
 * @param order the order as it was handed out
 * @param reading what was seen
 */
public record PolledOrder(OpenOrder order, OrderReading reading) {
}
