package dev.bulkcheckout.ledger;

/**
 * Why a worker stopped what no other worker would do better.
 *
 * @param kind in one word
 * @param reason in words
 * @param advice what to do
 */
public record PartitionStop(String kind, String reason, String advice) {
}
