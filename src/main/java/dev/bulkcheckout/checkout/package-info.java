/**
 * From a cart to its outcome: attempts, what an answer means, looking at the cart where
 * an answer was lost, and which orders are the cart's.
 */
@NullMarked
package dev.bulkcheckout.checkout;

import org.jspecify.annotations.NullMarked;
