package dev.bulkcheckout.report;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.LeaseStanding;
import dev.bulkcheckout.ledger.Run;

/**
 * Where a run stands, from what the ledger says of it and of who works on it.
 */
public sealed interface RunState {

	/**
	 * A process works on it.
	 *
	 * @param holder the process
	 * @param since when it took the run up
	 * @param stopRequestedAt when somebody asked for it to stop; null if nobody did
	 */
	record Running(LeaseHolder holder, Instant since, @Nullable Instant stopRequestedAt) implements RunState {
	}

	/**
	 * All its steps have ended.
	 *
	 * @param at when
	 * @param exitCode what the scheduler was told
	 */
	record Finished(Instant at, int exitCode) implements RunState {
	}

	/**
	 * It ended in good order before all was done, and can be restarted.
	 *
	 * @param at when
	 * @param reason why
	 * @param advice what to do about it; empty if there is nothing to say
	 */
	record Stopped(Instant at, String reason, String advice) implements RunState {
	}

	/**
	 * Its carts were read, and somebody is to approve what it buys.
	 *
	 * @param at when
	 */
	record Planned(Instant at) implements RunState {
	}

	/**
	 * The process that worked on it has not been heard of for longer than a lease lasts.
	 *
	 * @param holder the process
	 * @param lastHeartbeat when it was last heard of
	 */
	record Crashed(LeaseHolder holder, Instant lastHeartbeat) implements RunState {
	}

	/**
	 * Nobody works on it and nobody said why.
	 */
	record Waiting() implements RunState {
	}

	/**
	 * The word for this state in JSON.
	 */
	default String word() {
		return switch (this) {
			case Running(var holder, var since, var stopRequestedAt) ->
				(stopRequestedAt != null) ? "STOPPING" : "RUNNING";
			case Finished finished -> "FINISHED";
			case Stopped stopped -> "STOPPED";
			case Planned planned -> "PLANNED";
			case Crashed crashed -> "CRASHED";
			case Waiting waiting -> "WAITING";
		};
	}

	/**
	 * Derives the state. A stop counts until somebody takes the run up again: work that
	 * begins strikes the reason out.
	 */
	static RunState of(Run run, LeaseStanding lease) {
		Instant finishedAt = run.finishedAt();
		if (finishedAt != null) {
			return new Finished(finishedAt, (run.exitCode() != null) ? run.exitCode() : 0);
		}
		LeaseHolder holder = lease.holder();
		Instant acquiredAt = lease.acquiredAt();
		Instant stoppedAt = run.stoppedAt();
		if (stoppedAt != null && (acquiredAt == null || lease.released() || !acquiredAt.isAfter(stoppedAt))) {
			return run.awaitsApproval() ? new Planned(stoppedAt)
					: new Stopped(stoppedAt, text(run.stopReason()), text(run.stopAdvice()));
		}
		if (holder == null || acquiredAt == null || lease.released()) {
			return new Waiting();
		}
		Instant heartbeatAt = (lease.heartbeatAt() != null) ? lease.heartbeatAt() : acquiredAt;
		return lease.isHeld() ? new Running(holder, acquiredAt, run.stopRequestedAt())
				: new Crashed(holder, heartbeatAt);
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
