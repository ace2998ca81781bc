package dev.bulkcheckout.ledger;

import java.math.BigDecimal;

import dev.bulkcheckout.cart.CustomerId;

/**
 * What carts of a customer cost.
 *
 * @param customer whose carts they are
 * @param currency ISO 4217
 * @param price of all of them, without tax
 * @param inFlight whether they are not settled, and may turn out not to be bought
 */
public record Spending(CustomerId customer, String currency, BigDecimal price, boolean inFlight) {
}
