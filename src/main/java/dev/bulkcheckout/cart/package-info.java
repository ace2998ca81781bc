/**
 * The words of the trade: carts, their ids, what a checkout can end in, and the orders it
 * makes. Knows nothing but the JDK.
 */
@NullMarked
package dev.bulkcheckout.cart;

import org.jspecify.annotations.NullMarked;
