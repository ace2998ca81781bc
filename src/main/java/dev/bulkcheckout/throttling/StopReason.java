package dev.bulkcheckout.throttling;

/**
 * Why a run is stopped.
 *
 * @param kind in one word
 * @param what what happened, for the operator
 * @param advice what the operator should do before a restart; empty if nothing
 */
public record StopReason(StopKind kind, String what, String advice) {
}
