package dev.bulkcheckout.job;

import dev.bulkcheckout.checkout.CartPreflight;
import dev.bulkcheckout.checkout.Checkouts;
import dev.bulkcheckout.subscriptions.OrderReads;

/**
 * What a run asks Partner Center with: all of it under one governor.
 *
 * @param checkouts checks carts out
 * @param orders asks for orders
 * @param preflight reads carts
 */
public record Calls(Checkouts checkouts, OrderReads orders, CartPreflight preflight) {
}
