/**
 * Asks Partner Center and reads what it says: the wire, the orders, and what an answer
 * means.
 */
@NullMarked
package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.NullMarked;
