/**
 * How fast to ask, and what to do while nobody answers: one {@code Governor} and one
 * {@code Outage} for all calls of the process.
 */
@NullMarked
package dev.bulkcheckout.throttling;

import org.jspecify.annotations.NullMarked;
