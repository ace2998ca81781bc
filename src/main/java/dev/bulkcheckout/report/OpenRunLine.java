package dev.bulkcheckout.report;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.RunCounts;

/**
 * A run that is not through, or has left something to a person.
 *
 * @param line as in the list of runs
 * @param counts what it came to; null for a run that has not finished
 */
public record OpenRunLine(RunLine line, @Nullable RunCounts counts) {
}
