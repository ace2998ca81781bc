/**
 * Polling for the subscription ids of order lines, which Partner Center fills in later,
 * and the rules by which a line has one.
 */
@NullMarked
package dev.bulkcheckout.subscriptions;

import org.jspecify.annotations.NullMarked;
