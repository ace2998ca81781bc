package dev.bulkcheckout.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.RunId;

/**
 * An order whose lines do not all have what they should have.
 *
 * @param id its row in the ledger
 * @param run whose order it is
 * @param customer for whom it was made
 * @param order what is known of it
 * @param orderedAt when its cart's checkout was answered
 * @param reads how often it was asked for
 * @param secondReads how often its subscriptions were asked for
 * @param lastReadProblem what hindered the last look; null if nothing did
 */
public record OpenOrder(long id, RunId run, CustomerId customer, Order order, Instant orderedAt, int reads,
		int secondReads, @Nullable String lastReadProblem) {
}
