/**
 * A step for items whose processing waits: for a remote service, a device, a person's
 * answer. It has the three parts that every chunk-oriented step has, a reader, a
 * processor and a writer, and keeps a fixed number of calls of the processor going at the
 * same time, each on a virtual thread of its own. Results are written in the order in
 * which they arrive, many at a time. There is no barrier: a slow item holds up neither
 * the items read with it nor the next chunk.
 * <p>
 * Neither a transaction nor a database connection is held while an item is processed.
 * <p>
 * Start with {@link dev.bulkcheckout.job.windowed.WindowedStepBuilder}. Everything here
 * depends on Spring Batch 6 and the JDK only.
 */
@NullMarked
package dev.bulkcheckout.job.windowed;

import org.jspecify.annotations.NullMarked;
