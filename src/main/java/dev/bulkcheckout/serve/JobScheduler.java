package dev.bulkcheckout.serve;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;

import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Fires jobs by their schedules and does what is asked for on the page, together with all
 * processes that do so on the same ledger. Not started by itself.
 */
public final class JobScheduler implements AutoCloseable {

	/** Four of them missed, and a process is taken for dead. */
	private static final int MISSED_HEARTBEATS = 4;

	/** A run bounds its own end by stop-grace; this is for what hangs. */
	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

	private final List<JobSettings> jobs;

	private final Scheduler scheduler;

	private final Tenants tenants;

	private final StopSignal drain = new StopSignal();

	/**
	 * Prepares to fire the given jobs.
	 * @param process what other processes know this one by
	 * @throws InvalidSettingException if a job's schedule makes no sense
	 */
	public JobScheduler(List<JobSettings> jobs, ServeProperties properties, ServedLedger ledger, JobLauncher launcher,
			ActionLauncher actions, InstantSource clock, String process) {
		this.jobs = List.copyOf(jobs);
		TenantLeases leases = ledger.leases();
		this.tenants = new Tenants(leases, process);
		Clock time = clock::instant;
		List<ServedJob> served = new ArrayList<>();
		for (JobSettings job : jobs) {
			Inbox inbox = new Inbox(job.inbox(), properties.unchangedFor(), System::nanoTime);
			InboxWork work = new InboxWork(job, inbox, launcher, this.tenants, this.drain, clock);
			try {
				served.add(ServedJob.of(job, work, ledger.fires(),
						new ServedJob.ServeProcess(process, properties.poll(), time)));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSettingException("the job of %s cannot be served: bulk-checkout.schedule.cron: %s"
					.formatted(job.file(), ex.getMessage()), ex);
			}
		}
		ActionTask action = new ActionTask(jobs, ledger, actions, this.tenants, this.drain, process);
		this.scheduler = Scheduler.create(ledger.dataSource(), action.task(properties.poll()))
			.startTasks(served)
			.threads(properties.concurrentJobs())
			.pollingInterval(properties.poll())
			.heartbeatInterval(leases.life().dividedBy(MISSED_HEARTBEATS))
			.missedHeartbeatsLimit(MISSED_HEARTBEATS)
			.pollUsingLockAndFetch(0.5, 1.0)
			.shutdownMaxWait(LONGEST_DRAIN)
			.schedulerName(new SchedulerName.Fixed(process))
			.clock(time)
			.build();
	}

	/**
	 * The jobs that it fires.
	 */
	public List<JobSettings> jobs() {
		return this.jobs;
	}

	/**
	 * Begins to fire.
	 */
	public void start() {
		this.scheduler.start();
	}

	/**
	 * Whether it fires.
	 */
	public boolean isStarted() {
		return this.scheduler.getSchedulerState().isStarted() && !this.drain.isRaised();
	}

	/**
	 * Stops the runs of this process in good order and fires no more; another process, or
	 * the next one, goes on with them. Returns when all have ended.
	 * @param why for the operator
	 */
	public void drain(String why) {
		if (this.drain.raise(new StopReason(StopKind.OPERATOR, why, ""))) {
			this.scheduler.stop();
		}
	}

	@Override
	public void close() {
		drain("the process ends");
		this.tenants.close();
	}

}
