package dev.bulkcheckout.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.PartitionTask;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Hands the partitions of a step out to workers, which are other processes, and waits
 * until each has ended. What a dead worker held another one takes; a stop of the run
 * reaches all of them, and is waited for.
 */
final class WorkerPartitionHandler implements PartitionHandler {

	private static final Duration LOOK = Duration.ofMillis(500);

	/** So many looks without a worker, and the operator is told. */
	private static final int LOOKS_ALONE = 20;

	/** What is handed out is seen to every so many looks, should a task be lost. */
	private static final int LOOKS_BETWEEN = 10;

	/** A look at an execution is some queries. */
	private static final int MOST_AT_ONCE = 20;

	private final PartitionWork work;

	private final ActiveRun run;

	private final JobRepository repository;

	private final Partitions partitions;

	private final DatabaseRetry retry;

	private final OperatorConsole console;

	private final WorkerProgress progress;

	private final Duration leaseLife;

	WorkerPartitionHandler(PartitionWork work, ActiveRun run, JobRepository repository, Partitions partitions,
			DatabaseRetry retry, OperatorConsole console, WorkerProgress progress, Duration leaseLife) {
		this.work = work;
		this.run = run;
		this.repository = repository;
		this.partitions = partitions;
		this.retry = retry;
		this.console = console;
		this.progress = progress;
		this.leaseLife = leaseLife;
	}

	@Override
	public Collection<StepExecution> handle(StepExecutionSplitter splitter, StepExecution step)
			throws JobExecutionException, InterruptedException {
		Lease lease = this.run.lease();
		this.retry.run(() -> this.partitions.withdraw(lease));
		TreeMap<Long, PartitionTask> open = new TreeMap<>();
		for (StepExecution partition : splitter.split(step, this.run.options().partitions())) {
			open.put(partition.getId(),
					new PartitionTask(lease.run(), lease.token(), number(partition.getStepName()), partition.getId()));
		}
		if (this.work == PartitionWork.RECONCILE) {
			this.retry.run(() -> this.partitions.reconcileUntil(lease, this.run.reconcileUntil()));
		}
		this.progress.begin();
		List<StepExecution> ended = new ArrayList<>();
		int alone = 0;
		long after = 0;
		for (int looks = 0; !open.isEmpty(); looks++) {
			if (looks % LOOKS_BETWEEN == 0) {
				this.retry.run(() -> this.partitions.offer(lease, this.work, open.values()));
			}
			if (this.run.stop().await(LOOK)) {
				stopWorkers(lease);
				throw new JobInterruptedException("the run is being stopped");
			}
			after = takeEnded(open, after, ended);
			this.progress.look();
			heedWorkers();
			alone = this.retry.call(() -> this.partitions.held(lease.run())).isEmpty() ? alone + 1 : 0;
			if (alone == LOOKS_ALONE && !open.isEmpty()) {
				this.console.say(lease.run() + " waits for a worker: start 'bulk-checkout worker' on the same database,"
						+ " with the same partner's settings");
			}
		}
		return ended;
	}

	/**
	 * Partitions are known by the names of their executions, which a crash cannot take
	 * away.
	 */
	private static int number(String stepName) {
		return Integer.parseInt(stepName.substring(stepName.lastIndexOf(':') + 1));
	}

	/**
	 * One that stopped or failed is not at its end: another worker goes on with it, or
	 * its worker has said why the run should stop.
	 * @return the last one that was looked at; 0 if no other is behind it
	 */
	private long takeEnded(TreeMap<Long, PartitionTask> open, long after, List<StepExecution> ended) {
		List<Long> looked = open.tailMap(after, false).keySet().stream().limit(MOST_AT_ONCE).toList();
		for (Long id : looked) {
			StepExecution now = this.retry.call(() -> this.repository.getStepExecution(id));
			if (now != null && now.getStatus() == BatchStatus.COMPLETED) {
				open.remove(id);
				ended.add(now);
			}
		}
		return (looked.size() < MOST_AT_ONCE) ? 0 : looked.getLast();
	}

	private void heedWorkers() {
		this.retry.call(() -> this.partitions.stopOf(this.run.id()))
			.ifPresent((why) -> this.run.stop()
				.raise(new StopReason(StopKind.valueOf(why.kind()), why.reason(), why.advice())));
	}

	/**
	 * Has the workers settle what is in flight and give everything back; those that do
	 * not in time are fenced.
	 */
	private void stopWorkers(Lease lease) throws InterruptedException {
		try {
			this.retry.run(() -> this.partitions.requestStop(lease));
			long longest = this.run.options().stopGrace().plus(this.leaseLife.multipliedBy(2)).toNanos();
			long begun = System.nanoTime();
			while (System.nanoTime() - begun < longest
					&& !this.retry.call(() -> this.partitions.held(lease.run())).isEmpty()) {
				Thread.sleep(LOOK);
			}
			this.retry.run(() -> this.partitions.withdraw(lease));
		}
		catch (LeaseLostException ex) {
			// whoever holds the run now has the say over its partitions
		}
	}

}
