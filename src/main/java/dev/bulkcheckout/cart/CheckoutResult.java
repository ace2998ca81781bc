package dev.bulkcheckout.cart;

import java.time.Instant;

/**
 * What a cart's checkout ended in, how it was asked for, and when that was known.
 *
 * @param outcome what it ended in
 * @param trace how it was asked for
 * @param completedAt when the last answer was read
 */
public record CheckoutResult(CheckoutOutcome outcome, CallTrace trace, Instant completedAt) {
}
