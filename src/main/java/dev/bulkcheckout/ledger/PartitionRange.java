package dev.bulkcheckout.ledger;

/**
 * A share of a run's carts.
 *
 * @param number from 1
 * @param first the first position in it
 * @param last the last position in it
 */
public record PartitionRange(int number, long first, long last) {
}
