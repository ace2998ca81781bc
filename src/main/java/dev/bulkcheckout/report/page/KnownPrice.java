package dev.bulkcheckout.report.page;

import java.math.BigDecimal;

import dev.bulkcheckout.cart.Outcome;

/**
 * What carts of an outcome cost, as they said when they were read before anything was
 * bought; without tax.
 *
 * @param outcome of the carts; {@code NOT_ATTEMPTED} also of those that have none yet
 * @param currency its code as it was received
 * @param amount of all these carts
 * @param carts how many these are
 */
public record KnownPrice(Outcome outcome, String currency, BigDecimal amount, long carts) {
}
