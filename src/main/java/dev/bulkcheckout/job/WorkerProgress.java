package dev.bulkcheckout.job;

import java.time.Duration;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.RunCounts;
import dev.bulkcheckout.ledger.RunCountsQuery;

/**
 * How far the workers of a run are, read off the ledger: for those who watch the run, and
 * for the stop when too many are refused.
 */
final class WorkerProgress {

	/** Looking takes no more than such a part of the time. */
	private static final int PART = 20;

	private final PartitionWork work;

	private final ActiveRun run;

	private final RunCountsQuery runCounts;

	private final DatabaseRetry retry;

	private long settled;

	private long refused;

	private long nextLookAt;

	WorkerProgress(PartitionWork work, ActiveRun run, RunCountsQuery runCounts, DatabaseRetry retry) {
		this.work = work;
		this.run = run;
		this.runCounts = runCounts;
		this.retry = retry;
	}

	/**
	 * Notes what was there before this execution.
	 */
	void begin() {
		RunCounts before = counts();
		this.settled = before.settled();
		this.refused = refused(before);
		this.nextLookAt = System.nanoTime();
	}

	void look() {
		long begun = System.nanoTime();
		if (begun - this.nextLookAt < 0) {
			return;
		}
		RunCounts now = counts();
		long took = System.nanoTime() - begun;
		this.nextLookAt = begun + Math.max(Duration.ofSeconds(1).toNanos(), PART * took);
		if (this.work == PartitionWork.RECONCILE) {
			this.run.progress().reached(this.run.progress().total() - now.lines(SubscriptionState.AWAITED));
			return;
		}
		this.run.progress().reached(now.settled());
		long refusedNow = refused(now);
		this.run.refusals().saw(now.settled() - this.settled, refusedNow - this.refused);
		this.settled = now.settled();
		this.refused = refusedNow;
	}

	/**
	 * What is refused of carts that were carried over says nothing of the input.
	 */
	private long refused(RunCounts counts) {
		return counts.carts(Outcome.REFUSED)
				- this.retry.call(() -> this.runCounts.carried(this.run.id(), Outcome.REFUSED));
	}

	private RunCounts counts() {
		return this.retry.call(() -> this.runCounts.of(this.run.id()));
	}

}
