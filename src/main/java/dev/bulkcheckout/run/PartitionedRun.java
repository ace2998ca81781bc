package dev.bulkcheckout.run;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.bulkcheckout.job.ActiveRun;
import dev.bulkcheckout.job.ActiveRuns;
import dev.bulkcheckout.job.Calls;
import dev.bulkcheckout.job.CartSource;
import dev.bulkcheckout.job.Faults;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.LeaseLostException;
import dev.bulkcheckout.ledger.PartitionLease;
import dev.bulkcheckout.ledger.PartitionStop;
import dev.bulkcheckout.ledger.PartitionTask;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * The part of this process in a run that another process holds: it works on partitions,
 * several at a time if it is given several, all under one pace, and says every few
 * seconds that it lives. When one of them is asked for back, or is another's now, all of
 * the run are settled and given back.
 */
public final class PartitionedRun implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PartitionedRun.class);

	/** Whom these stop, they stop by chance: another worker goes on. */
	private static final Set<StopKind> OF_THIS_PROCESS = Set.of(StopKind.OPERATOR, StopKind.LEASE_LOST);

	private final Run run;

	private final StopSignal stop;

	private final Partitions partitions;

	private final JobRepository repository;

	private final ActiveRuns activeRuns;

	private final Map<PartitionWork, Step> steps;

	private final DatabaseRetry retry;

	private final SharedPace pace;

	private final ActiveRun active;

	private final Set<PartitionLease> held = ConcurrentHashMap.newKeySet();

	private final CallHistory.Keeping history;

	private final ScheduledExecutorService heartbeat = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").daemon().factory());

	PartitionedRun(Run run, RunProperties options, Calls calls, StopSignal stop, Partitions partitions,
			Duration leaseLife, JobRepository repository, ActiveRuns activeRuns, Map<PartitionWork, Step> steps,
			DatabaseRetry retry, CallHistory history, SharedPace pace) {
		this.run = run;
		this.stop = stop;
		this.partitions = partitions;
		this.repository = repository;
		this.activeRuns = activeRuns;
		this.steps = steps;
		this.retry = retry;
		this.pace = pace;
		this.history = history.keep(() -> this.held.stream().findAny().orElse(null));
		this.active = new ActiveRun(run.id(), new CartSource.Ledger(), true, options, Map.of(), calls, stop,
				new Progress(), this.history::keep);
		activeRuns.enter(run.key(), this.active);
		long interval = leaseLife.dividedBy(8).toMillis();
		Future<?> unused = this.heartbeat.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends the part of this process in the run when it is raised.
	 */
	public StopSignal stop() {
		return this.stop;
	}

	/**
	 * Works on a partition that this process has taken, and gives it back.
	 * @return whether nothing is left for another worker: the partition is at its end, or
	 * the task is void
	 */
	public boolean work(PartitionWork work, PartitionTask task, PartitionLease lease) {
		this.held.add(lease);
		try {
			StepExecution step = this.retry.call(() -> this.repository.getStepExecution(task.stepExecution()));
			if (step == null || !step.getJobExecution().isRunning() || step.getStatus() == BatchStatus.COMPLETED) {
				return true;
			}
			if (work == PartitionWork.RECONCILE) {
				this.active.reconcileUntil(this.retry.call(() -> this.partitions.reconcileUntil(lease)));
			}
			this.active.hold(step.getId(), lease);
			try {
				execute(Objects.requireNonNull(this.steps.get(work)), step);
				return isOver(step, lease);
			}
			finally {
				this.active.letGo(step.getId());
			}
		}
		catch (LeaseLostException ex) {
			logger.info("{}", ex.getMessage());
			return false;
		}
		finally {
			// under the partition's lease, as long as it is held
			this.history.keep();
			this.held.remove(lease);
			release(lease);
		}
	}

	/**
	 * Goes on with the execution of a worker before, if there was one.
	 */
	private static void execute(Step step, StepExecution execution) {
		execution.setExitStatus(ExitStatus.EXECUTING);
		JobSynchronizationManager.register(execution.getJobExecution());
		try {
			step.execute(execution);
		}
		catch (JobInterruptedException ex) {
			execution.setStatus(BatchStatus.STOPPED);
		}
		finally {
			JobSynchronizationManager.close();
		}
	}

	private boolean isOver(StepExecution step, PartitionLease lease) {
		if (step.getStatus() == BatchStatus.COMPLETED) {
			return true;
		}
		if (step.getStatus() == BatchStatus.STOPPED && !this.stop.isRaised()) {
			// the job says already that it stops
			return true;
		}
		StopReason why = this.stop.reason()
			.orElseGet(() -> (step.getFailureExceptions().stream().anyMatch(LeaseLostException.class::isInstance))
					? lost(lease)
					: new StopReason(StopKind.FAULT, Faults.words(step.getFailureExceptions()), "mend the cause"));
		if (OF_THIS_PROCESS.contains(why.kind())) {
			return false;
		}
		this.retry.run(() -> this.partitions.stop(lease, new PartitionStop(why.kind().name(),
				why.what() + " (says a worker, " + ThisProcess.asHolder().words() + ")", why.advice())));
		return true;
	}

	private static StopReason lost(PartitionLease lease) {
		return new StopReason(StopKind.LEASE_LOST, String.valueOf(new LeaseLostException(lease).getMessage()),
				"let the other worker go on");
	}

	private void beat() {
		try {
			for (PartitionLease lease : this.held) {
				StopReason why = switch (this.partitions.renew(lease)) {
					case HELD -> null;
					case STOPPING -> new StopReason(StopKind.OPERATOR, this.run.id() + " is being stopped", "");
					case UNMANAGED -> new StopReason(StopKind.OPERATOR,
							"nothing is heard of the process that holds " + this.run.id(), "");
					// given back in this very moment
					case LOST -> this.held.contains(lease) ? lost(lease) : null;
				};
				if (why != null) {
					this.stop.raise(why);
				}
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("heartbeat failed", ex);
		}
	}

	private void release(PartitionLease lease) {
		try {
			this.partitions.release(lease);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("{} could not be released; it expires by itself", lease, ex);
		}
	}

	@Override
	public void close() {
		this.heartbeat.shutdownNow();
		this.pace.close();
		this.history.close();
		this.activeRuns.leave(this.run.key());
	}

}
