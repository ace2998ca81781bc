/**
 * A run's life: its identity, the lease of the process that works on it, its launch,
 * restart and stop through Spring Batch's {@code JobOperator}, and what it ended in.
 */
@NullMarked
package dev.bulkcheckout.run;

import org.jspecify.annotations.NullMarked;
