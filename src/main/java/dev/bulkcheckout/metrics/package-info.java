/**
 * What monitoring is told of a run.
 */
@NullMarked
package dev.bulkcheckout.metrics;

import org.jspecify.annotations.NullMarked;
