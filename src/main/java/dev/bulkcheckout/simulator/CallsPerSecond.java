package dev.bulkcheckout.simulator;

/**
 * What the throttle did in one second.
 *
 * @param second since the start or the last reset, from 0
 * @param admitted calls of the API that passed
 * @param refused calls that got its 429
 */
public record CallsPerSecond(int second, long admitted, long refused) {
}
