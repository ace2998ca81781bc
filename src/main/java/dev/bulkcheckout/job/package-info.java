/**
 * The Spring Batch job: its steps, the windows of calls in them, and how a run is
 * launched, kept alive, stopped and taken up again. Alone knows Spring Batch.
 */
@NullMarked
package dev.bulkcheckout.job;

import org.jspecify.annotations.NullMarked;
