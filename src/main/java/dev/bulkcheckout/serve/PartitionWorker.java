package dev.bulkcheckout.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.ledger.PartitionLease;
import dev.bulkcheckout.ledger.PartitionTask;
import dev.bulkcheckout.ledger.PartitionWork;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.run.ThisProcess;
import dev.bulkcheckout.settings.WorkerProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

/**
 * Takes partitions of runs that other processes hold, two whose carts are to be checked
 * out at a time, and as many as there are whose orders are waited for. db-scheduler says
 * who tries; the partition's lease is what fences. Not started by itself.
 */
public final class PartitionWorker implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PartitionWorker.class);

	/** Four of them missed, and a process is taken for dead. */
	private static final int MISSED_HEARTBEATS = 4;

	/** A run bounds its own end by stop-grace; this is for what hangs. */
	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

	/** While the slow end of one is waited for, another one uses what it leaves. */
	private static final int CHECKING_OUT = 2;

	/** Orders are asked for now and then: these threads mostly wait. */
	private static final int RECONCILING = 200;

	/** What could not be done here now may be done elsewhere before. */
	private static final Duration LATER = Duration.ofSeconds(2);

	private final Partitions partitions;

	private final OpenRuns runs;

	private final WorkerProperties properties;

	private final List<Scheduler> schedulers = new ArrayList<>();

	private final ScheduledExecutorService sweeper = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("idle-runs").daemon().factory());

	private volatile boolean draining;

	/**
	 * Prepares to take partitions.
	 * @param leaseLife how long a process that is not heard of is taken to be alive
	 * @param process what other processes know this one by
	 */
	public PartitionWorker(DataSource dataSource, Partitions partitions, RunOpener opener, WorkerProperties properties,
			Duration leaseLife, String process) {
		this.partitions = partitions;
		this.runs = new OpenRuns(opener);
		this.properties = properties;
		for (PartitionWork work : PartitionWork.values()) {
			Task<Void> task = Tasks.custom(PartitionTask.NAME, Void.class)
				.onFailureReschedule(FixedDelay.of(LATER))
				.onDeadExecutionRevive()
				.execute((instance, context) -> execute(work, PartitionTask.of(instance.getId())));
			this.schedulers.add(Scheduler.create(dataSource, task)
				.tableName(work.table())
				.threads((work == PartitionWork.CHECKOUT) ? CHECKING_OUT : RECONCILING)
				.pollingInterval(properties.poll())
				.heartbeatInterval(leaseLife.dividedBy(MISSED_HEARTBEATS))
				.missedHeartbeatsLimit(MISSED_HEARTBEATS)
				.pollUsingLockAndFetch(0.5, 1.0)
				.shutdownMaxWait(LONGEST_DRAIN)
				.schedulerName(new SchedulerName.Fixed(process))
				.build());
		}
	}

	/**
	 * Begins to take partitions.
	 */
	public void start() {
		this.schedulers.forEach(Scheduler::start);
		Future<?> unused = this.sweeper.scheduleWithFixedDelay(this.runs::closeIdle, 1, 1, TimeUnit.SECONDS);
	}

	private CompletionHandler<Void> execute(PartitionWork work, PartitionTask task) {
		boolean over;
		try {
			over = work(work, task);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			over = false;
		}
		if (over) {
			return (complete, operations) -> operations.remove();
		}
		return (complete, operations) -> operations.reschedule(complete,
				complete.getTimeDone().plus(this.draining ? Duration.ZERO : LATER));
	}

	/**
	 * Works on a partition if that can be done here now.
	 * @return whether nothing is left to be done for the task
	 */
	private boolean work(PartitionWork work, PartitionTask task) throws InterruptedException {
		if (!this.partitions.isManaged(task)) {
			return true;
		}
		Optional<OpenRun> open = this.runs.acquire(task.run());
		if (open.isEmpty()) {
			return false;
		}
		try {
			Optional<PartitionLease> lease = this.partitions.take(task, ThisProcess.asHolder(),
					ThisProcess::isKnownDead);
			if (lease.isEmpty()) {
				return false;
			}
			logger.atInfo()
				.addKeyValue("event", "PARTITION_TAKEN")
				.addKeyValue("run", task.run().value())
				.log("{} of partition {}", work, task.partition());
			return open.get().part().work(work, task, lease.get());
		}
		finally {
			this.runs.release(task.run());
		}
	}

	/**
	 * Settles what is in flight, gives the partitions back and takes no more. Returns
	 * when all is done.
	 * @param why for the operator
	 */
	public void drain(String why) {
		if (this.draining) {
			return;
		}
		this.draining = true;
		this.runs.drain(new StopReason(StopKind.OPERATOR, why, ""));
		this.schedulers.forEach(Scheduler::stop);
		this.sweeper.shutdownNow();
		this.runs.closeIdle();
	}

	@Override
	public void close() {
		drain("the process ends");
	}

}
