package dev.bulkcheckout.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Does what was asked for on the page. Each action is a task of the scheduler: of all
 * processes that serve one does it, under the lease of the partner tenant, and another
 * one goes on with it if that one is not heard of.
 */
final class ActionTask {

	private static final Logger logger = LoggerFactory.getLogger(ActionTask.class);

	/** What no process serves for that long is given up. */
	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private final Supplier<List<JobSettings>> jobs;

	private final PageActions actions;

	private final Runs runs;

	private final ActionLauncher launcher;

	private final Tenants tenants;

	private final StopSignal drain;

	private final String process;

	ActionTask(Supplier<List<JobSettings>> jobs, ServedLedger ledger, ActionLauncher launcher, Tenants tenants,
			StopSignal drain, String process) {
		this.jobs = jobs;
		this.actions = ledger.actions();
		this.runs = ledger.runs();
		this.launcher = launcher;
		this.tenants = tenants;
		this.drain = drain;
		this.process = process;
	}

	/**
	 * As the scheduler knows it.
	 * @param later when what could not be done yet is tried again
	 */
	Task<Void> task(Duration later) {
		return Tasks.custom(PageAction.TASK, Void.class)
			.onFailureReschedule(FixedDelay.of(later))
			.onDeadExecutionRevive()
			.execute((instance, context) -> handler(work(Long.parseLong(instance.getId())), later));
	}

	private CompletionHandler<Void> handler(boolean over, Duration later) {
		if (over) {
			return (complete, operations) -> operations.remove();
		}
		return (complete, operations) -> operations.reschedule(complete,
				complete.getTimeDone().plus(this.drain.isRaised() ? Duration.ZERO : later));
	}

	/**
	 * Does the action if that can be done here now.
	 * @return whether nothing is left to be done for it
	 */
	private boolean work(long id) {
		Optional<PageAction> found = this.actions.find(id).filter((action) -> !action.isOver());
		if (found.isEmpty()) {
			return true;
		}
		PageAction action = found.get();
		Optional<JobSettings> job = JobSettings.named(action.request().job(), this.jobs.get());
		if (this.drain.isRaised()) {
			return false;
		}
		if (job.isEmpty()) {
			return this.actions.unserved(id, PATIENCE);
		}
		JobSettings settings = action.request().rehearsal() ? job.get().asRehearsal() : job.get();
		String who = "action " + id + " of " + settings.name();
		if (!this.tenants.hold(settings, who)) {
			this.actions.waits(id, "waits: another run of the same partner tenant goes on");
			return false;
		}
		try {
			return !this.actions.begin(id, this.process) || isTakenBack(action) || launch(settings, action);
		}
		finally {
			this.tenants.release(settings, who);
		}
	}

	/**
	 * Whether somebody asked its run to stop, and the process that was to heed it died.
	 */
	private boolean isTakenBack(PageAction action) {
		RunId run = action.worksOn();
		if (run == null || !this.runs.isStopRequested(run)) {
			return false;
		}
		this.actions.end(action.id(), ActionResult.STOPPED, null,
				run + " was asked to stop, and its process died before it did; a restart goes on");
		return true;
	}

	private boolean launch(JobSettings job, PageAction action) {
		ActionEnd end = end(job, action);
		logger.atInfo().addKeyValue("job", job.name()).log("action {}: {}", action.id(), end);
		return switch (end) {
			case ActionEnd.Over over -> {
				this.actions.end(action.id(), over.result(), over.exitCode(), over.says());
				yield true;
			}
			case ActionEnd.Soon soon -> false;
		};
	}

	private ActionEnd end(JobSettings job, PageAction action) {
		try {
			return ActionEnd.of(
					this.launcher.launch(job, action, this.drain, (run) -> this.actions.worksOn(action.id(), run)),
					this.drain, action.begunAt() != null);
		}
		catch (RefusedLaunchException ex) {
			return new ActionEnd.Over(ActionResult.REFUSED, null, String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new ActionEnd.Soon();
		}
		catch (IOException | RuntimeException ex) {
			if (DatabaseFaults.isPassing(ex)) {
				logger.warn("action {} has to wait: {}", action.id(), DatabaseFaults.words(ex));
				return new ActionEnd.Soon();
			}
			logger.error("action {} could not be done", action.id(), ex);
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			return new ActionEnd.Over(ActionResult.FAILED, null,
					"this should not have happened: " + root.getClass().getSimpleName() + ": " + root.getMessage());
		}
	}

}
