package dev.bulkcheckout.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ScheduleProperties;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Fires jobs by their schedules and does what is asked for on the page, together with all
 * processes that do so on the same ledger. Not started by itself.
 */
public final class JobScheduler implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JobScheduler.class);

	/** Four of them missed, and a process is taken for dead. */
	private static final int MISSED_HEARTBEATS = 4;

	/** A run bounds its own end by stop-grace; this is for what hangs. */
	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);

	/** Files that change are noticed within that time. */
	private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

	private final JobFolder folder;

	private final JobTask jobs;

	private final Duration look;

	private final Scheduler scheduler;

	private final ScheduledExecutorService looking = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("job-files").daemon().factory());

	private final Tenants tenants;

	private final StopSignal drain = new StopSignal();

	/**
	 * Prepares to fire the jobs of a folder.
	 * @param process what other processes know this one by
	 */
	public JobScheduler(JobFolder folder, ServeProperties properties, ServedLedger ledger, JobLauncher launcher,
			ActionLauncher actions, InstantSource clock, String process) {
		TenantLeases leases = ledger.leases();
		this.folder = folder;
		this.tenants = new Tenants(leases, process);
		this.look = properties.poll();
		Clock time = clock::instant;
		ServedJob.ServeProcess self = new ServedJob.ServeProcess(process, properties.poll(), time);
		Map<String, Set<Path>> left = new ConcurrentHashMap<>();
		this.jobs = new JobTask(folder,
				(job) -> ServedJob.of(job,
						new InboxWork(job, new Inbox(job.inbox(), properties.unchangedFor(), System::nanoTime),
								left.computeIfAbsent(job.name(), (name) -> ConcurrentHashMap.newKeySet()), launcher,
								this.tenants, this.drain, clock),
						ledger.fires(), self),
				time);
		ActionTask action = new ActionTask(folder::jobs, ledger, actions, this.tenants, this.drain, process);
		this.scheduler = Scheduler.create(ledger.dataSource(), action.task(properties.poll()), this.jobs.task())
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
	 * Refuses a job whose schedule makes no sense.
	 */
	public static void check(JobSettings job) {
		ScheduleProperties schedule = job.schedule();
		if (schedule.cron() == null || schedule.timeZone() == null) {
			return;
		}
		try {
			ZonedCron.of(schedule.cron(), schedule.timeZone());
		}
		catch (IllegalArgumentException ex) {
			throw job.refusal("cron", "bulk-checkout.schedule.cron: " + ex.getMessage());
		}
	}

	/**
	 * The jobs that are fired, as their files say by now.
	 */
	public List<JobSettings> jobs() {
		return this.folder.jobs();
	}

	/**
	 * Begins to fire.
	 */
	public void start() {
		this.jobs.plan(this.scheduler);
		this.scheduler.start();
		long millis = Math.min(this.look.toMillis(), LONGEST_LOOK.toMillis());
		Future<?> unused = this.looking.scheduleWithFixedDelay(() -> look(this.jobs::heedFiles), millis, millis,
				TimeUnit.MILLISECONDS);
		Future<?> kept = this.looking.scheduleWithFixedDelay(() -> look(this.jobs::keepPlanned), 1, 1,
				TimeUnit.MINUTES);
	}

	private void look(Consumer<SchedulerClient> what) {
		try {
			what.accept(this.scheduler);
		}
		catch (RuntimeException ex) {
			logger.warn("the jobs are looked at again later: {}", ex.toString());
		}
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
			this.looking.shutdownNow();
			this.scheduler.stop();
		}
	}

	@Override
	public void close() {
		drain("the process ends");
		this.tenants.close();
	}

}
