/**
 * How fast to ask, and whether at all: one {@code Governor} and one {@code Outage} for
 * all calls of the process, and the signal that stops a run.
 */
@NullMarked
package dev.bulkcheckout.throttling;

import org.jspecify.annotations.NullMarked;
