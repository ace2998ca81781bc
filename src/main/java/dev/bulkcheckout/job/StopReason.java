package dev.bulkcheckout.job;

/**
 * Why a run is stopped.
 *
 * @param kind in one word
 * @param what what happened, for the operator
 * @param advice what the operator should do
 */
public record StopReason(StopKind kind, String what, String advice) {
}
