package dev.bulkcheckout.run;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

import dev.bulkcheckout.job.ActiveRuns;
import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunWorkers;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.Governor;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Takes part in a run that another process holds.
 */
public final class PartitionedRuns {

	private final Partitions partitions;

	private final Leases leases;

	private final JobRepository repository;

	private final ActiveRuns activeRuns;

	private final Map<PartitionWork, Step> steps;

	private final CallsFactory calls;

	private final DatabaseRetry retry;

	private final Supplier<CallHistory> history;

	private final Supplier<Governor> governor;

	private final RunWorkers workers;

	PartitionedRuns(Partitions partitions, Leases leases, JobRepository repository, ActiveRuns activeRuns,
			Step checkoutPartition, Step reconcilePartition, CallsFactory calls, DatabaseRetry retry,
			Supplier<CallHistory> history, Supplier<Governor> governor, RunWorkers workers) {
		this.partitions = partitions;
		this.leases = leases;
		this.repository = repository;
		this.activeRuns = activeRuns;
		this.steps = Map.of(PartitionWork.CHECKOUT, checkoutPartition, PartitionWork.RECONCILE, reconcilePartition);
		this.calls = calls;
		this.retry = retry;
		this.history = history;
		this.governor = governor;
		this.workers = workers;
	}

	/**
	 * Opens the calls and makes ready for partitions of the run.
	 * @param options which the run was launched with
	 * @param stop ends the part of this process in the run
	 * @return empty if the stop was raised before the calls were open
	 */
	public Optional<PartitionedRun> open(Run run, RunProperties options, StopSignal stop) throws InterruptedException {
		Optional<Calls> opened = this.calls.open(options, stop);
		return opened.map((open) -> new PartitionedRun(run, options, open, stop, this.partitions, this.leases.life(),
				this.repository, this.activeRuns, this.steps, this.retry, this.history.get(), SharedPace.start(run.id(),
						UUID.randomUUID().toString(), options, this.governor.get(), this.workers, this.leases.life())));
	}

}
