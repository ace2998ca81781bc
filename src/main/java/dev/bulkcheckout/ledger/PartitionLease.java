package dev.bulkcheckout.ledger;

import dev.bulkcheckout.cart.RunId;

/**
 * The right to work on a partition of a run, whoever holds the run.
 *
 * @param run the run that the partition belongs to
 * @param partition its number, from 0
 * @param token grows with each holder
 */
public record PartitionLease(RunId run, int partition, long token) implements Fence {
}
