/**
 * A run's life, as the ledger keeps it.
 */
@NullMarked
package dev.bulkcheckout.run;

import org.jspecify.annotations.NullMarked;
