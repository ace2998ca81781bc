package dev.bulkcheckout.report;

import java.time.Instant;

import dev.bulkcheckout.ledger.Run;

/**
 * A run in the list of runs.
 *
 * @param run what the ledger keeps of it
 * @param state where it stands
 * @param progress how far it has come
 * @param ordered carts that are ordered
 * @param unhappy carts that have another outcome
 * @param rerunnable of these, carts that a rerun takes unless it is told otherwise
 * @param rejected rows of the input that were refused
 * @param asOf the moment at which this was so
 */
public record RunLine(Run run, RunState state, RunProgress progress, long ordered, long unhappy, long rerunnable,
		long rejected, Instant asOf) {
}
