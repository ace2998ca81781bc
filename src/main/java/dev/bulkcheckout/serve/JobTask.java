package dev.bulkcheckout.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.serve.ServedJob.Fired;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.JobSettings;

/**
 * The jobs as a task of the scheduler, with an instance for each by its name: jobs come,
 * change and go while the scheduler runs, and its tasks do not. When a job is due is in
 * the scheduler's table; whoever notices that a file changed puts that right.
 */
final class JobTask {

	private static final Logger logger = LoggerFactory.getLogger(JobTask.class);

	/** The report of the page knows it by this name. */
	private static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("serve");

	/** After that nobody serves a job that is not known here. */
	private static final Duration GIVEN_UP = Duration.ofHours(1);

	private final JobFolder folder;

	private final Function<JobSettings, ServedJob> serve;

	private final Clock clock;

	private final Map<String, ServedJob> jobs = new ConcurrentHashMap<>();

	/**
	 * Serves the jobs of a folder.
	 * @param serve makes a job what is fired
	 */
	JobTask(JobFolder folder, Function<JobSettings, ServedJob> serve, Clock clock) {
		this.folder = folder;
		this.serve = serve;
		this.clock = clock;
	}

	/**
	 * As the scheduler knows it. A fire that failed is due again as it was.
	 */
	Task<Void> task() {
		return Tasks.custom(DESCRIPTOR.getTaskName(), Void.class)
			.onFailure((complete, operations) -> operations.reschedule(complete,
					complete.getExecution().getExecutionTime()))
			.onDeadExecutionRevive()
			.execute((instance, context) -> fire(instance.getId(), context));
	}

	/**
	 * A file that changed just before counts already; what it says of later holds once
	 * this fire is over.
	 */
	private CompletionHandler<Void> fire(String name, ExecutionContext context) {
		heedFiles(context.getSchedulerClient());
		Instant due = context.getExecution().getExecutionTime();
		ServedJob job = this.jobs.get(name);
		Fired fired = (job != null) ? job.fire(due) : Fired.OTHERS;
		boolean draining = context.getSchedulerState().isShuttingDown();
		return (complete, operations) -> planNext(name, fired, due, complete, draining, operations);
	}

	/**
	 * One at a time with whoever heeds a file: who does leaves a job alone that is worked
	 * on, and relies on its next time being that of the file.
	 */
	private synchronized void planNext(String name, Fired fired, Instant due, ExecutionComplete complete,
			boolean draining, ExecutionOperations<Void> operations) {
		Instant next = next(name, fired, due, complete, draining);
		if (next != null) {
			operations.reschedule(complete, next);
		}
		else {
			operations.remove();
		}
	}

	/**
	 * When the job is due next; null for never.
	 */
	private @Nullable Instant next(String name, Fired fired, Instant due, ExecutionComplete complete,
			boolean draining) {
		ServedJob now = this.jobs.get(name);
		if (now != null) {
			return now.next(fired, due, complete, draining);
		}
		boolean others = fired == Fired.OTHERS && due.isAfter(this.clock.now().minus(GIVEN_UP));
		return others ? due : null;
	}

	/**
	 * Heeds what job files say by now.
	 */
	synchronized void heedFiles(SchedulerClient scheduler) {
		this.folder.refresh();
		plan(scheduler);
	}

	/**
	 * Has each job be due when it should be, and those that are gone never.
	 */
	synchronized void plan(SchedulerClient scheduler) {
		for (JobSettings job : this.folder.jobs()) {
			ServedJob former = this.jobs.get(job.name());
			if (former == null || !former.is(job)) {
				ServedJob served = this.serve.apply(job);
				plan(job.name(), served, scheduler);
				this.jobs.put(job.name(), served);
			}
		}
		Set<String> names = this.folder.jobs().stream().map(JobSettings::name).collect(Collectors.toSet());
		for (String name : Set.copyOf(this.jobs.keySet())) {
			if (!names.contains(name)) {
				this.jobs.remove(name);
				attempt(() -> scheduler.cancel(DESCRIPTOR.instanceId(name)));
			}
		}
	}

	/**
	 * The time is known before it is looked what is planned: a time that comes in between
	 * is due, and not left out.
	 */
	private static void plan(String name, ServedJob job, SchedulerClient scheduler) {
		Instant first = job.first();
		Optional<ScheduledExecution<Object>> planned = scheduler.getScheduledExecution(DESCRIPTOR.instanceId(name));
		if (planned.isEmpty()) {
			scheduler.scheduleIfNotExists(DESCRIPTOR.instance(name).build(), first);
		}
		else if (!planned.get().isPicked() && !job.isDue(planned.get().getExecutionTime(), first)) {
			attempt(() -> scheduler.reschedule(DESCRIPTOR.instanceId(name), first));
		}
	}

	/**
	 * Has jobs be due that another process, which does not serve them any more, has taken
	 * off.
	 */
	void keepPlanned(SchedulerClient scheduler) {
		this.jobs.forEach((name, job) -> scheduler.scheduleIfNotExists(DESCRIPTOR.instance(name).build(), job.first()));
	}

	/**
	 * What is being worked on is put right when that is over, and what another process
	 * has put right is.
	 */
	private static void attempt(Runnable change) {
		try {
			change.run();
		}
		catch (TaskInstanceException ex) {
			logger.debug("left to whoever works on it", ex);
		}
	}

}
