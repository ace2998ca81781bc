/**
 * The Spring Batch job: its steps, and what each reads, does and writes.
 * {@code BulkCheckoutConfiguration} tells what the job does.
 */
@NullMarked
package dev.bulkcheckout.job;

import org.jspecify.annotations.NullMarked;
