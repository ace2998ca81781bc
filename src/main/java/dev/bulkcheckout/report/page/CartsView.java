package dev.bulkcheckout.report.page;

import dev.bulkcheckout.cart.RunId;

/**
 * What the search for carts shows.
 *
 * @param run whose carts
 * @param filter what was looked for
 * @param page what was found
 * @param after the line after which this page begins
 */
public record CartsView(RunId run, CartFilter filter, CartPage page, long after) {
}
