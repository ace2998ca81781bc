package dev.bulkcheckout.serve;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ScheduleProperties;

/**
 * A job as it is set at a time: of all processes that serve it one works on it, and
 * another one if that one is not heard of. What a fire begins is finished before the next
 * one, so that none overlaps.
 */
final class ServedJob {

	private static final Logger logger = LoggerFactory.getLogger(ServedJob.class);

	/** Within that time another process has heard of a file that changed. */
	private static final Duration OTHERS_LOOK = Duration.ofMinutes(2);

	private final JobSettings job;

	private final @Nullable ZonedCron cron;

	private final Schedule schedule;

	private final InboxWork work;

	private final JobFires fires;

	private final ServeProcess process;

	private ServedJob(JobSettings job, @Nullable ZonedCron cron, Schedule schedule, InboxWork work, JobFires fires,
			ServeProcess process) {
		this.job = job;
		this.cron = cron;
		this.schedule = schedule;
		this.work = work;
		this.fires = fires;
		this.process = process;
	}

	/**
	 * A job and what it works on.
	 * @throws IllegalArgumentException if its cron makes no sense
	 */
	static ServedJob of(JobSettings job, InboxWork work, JobFires fires, ServeProcess process) {
		ScheduleProperties schedule = job.schedule();
		ZonedCron cron = (schedule.cron() != null && schedule.timeZone() != null)
				? ZonedCron.of(schedule.cron(), schedule.timeZone()) : null;
		return new ServedJob(job, cron, (cron != null) ? cron : FixedDelay.of(process.poll()), work, fires, process);
	}

	/**
	 * The process that works on it.
	 *
	 * @param name what others know it by
	 * @param poll how soon what could not be done yet is tried again
	 * @param clock of the scheduler
	 */
	record ServeProcess(String name, Duration poll, com.github.kagkarlsson.scheduler.Clock clock) {
	}

	/**
	 * Whether it is the job as it is set now.
	 */
	boolean is(JobSettings now) {
		return this.job.equals(now);
	}

	/**
	 * When a job that nobody has served is due.
	 */
	Instant first() {
		Instant now = this.process.clock().now();
		return (this.cron != null) ? this.cron.next(now) : now;
	}

	/**
	 * Whether it is still due at a time that was planned before it was set so: it is, if
	 * that time has come, or if a fire goes on.
	 * @param first when it would be due if nobody had served it
	 */
	boolean isDue(Instant planned, Instant first) {
		return !planned.isAfter(this.process.clock().now()) || this.fires.open(this.job.name()).isPresent()
				|| ((this.cron != null) ? planned.equals(first) : planned.isBefore(soon()));
	}

	/**
	 * When it is due after a fire.
	 * @param due when it was
	 * @param draining whether this process is to end, and another goes on
	 */
	Instant next(Fired fired, Instant due, ExecutionComplete complete, boolean draining) {
		return switch (fired) {
			case OVER -> this.schedule.getNextExecutionTime(complete);
			case GOES_ON -> draining ? complete.getTimeDone() : soon();
			case MISSED -> this.schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(oldestToCatchUp()));
			case OTHERS -> due;
			case NOBODYS -> this.schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(due));
		};
	}

	private Instant soon() {
		return this.process.clock().now().plus(this.process.poll());
	}

	/**
	 * What a fire came to.
	 */
	enum Fired {

		/** The next time of the schedule is next. */
		OVER,

		/** It is to be gone on with soon. */
		GOES_ON,

		/** It was due too long ago; a later time may not be. */
		MISSED,

		/** Its file has no such time, but another process may know a newer one. */
		OTHERS,

		/** Nobody has known such a time for long enough. */
		NOBODYS

	}

	/**
	 * Fires the job for that time, or goes on with what an earlier time began.
	 */
	Fired fire(Instant due) {
		if (this.cron == null) {
			return work(new ArrayList<>(), null) ? Fired.OVER : Fired.GOES_ON;
		}
		Optional<Instant> open = this.fires.open(this.job.name());
		if (open.isEmpty()) {
			if (!this.cron.isOne(due)) {
				return due.isAfter(this.process.clock().now().minus(OTHERS_LOOK)) ? Fired.OTHERS : Fired.NOBODYS;
			}
			if (!this.fires.begin(this.job.name(), due, this.process.name())) {
				return Fired.OVER;
			}
			if (due.isBefore(oldestToCatchUp())) {
				end(due, "missed for too long: left to the next time, as bulk-checkout.schedule.catch-up says");
				return Fired.MISSED;
			}
			this.work.begin();
			logger.atInfo().addKeyValue("event", "FIRED").addKeyValue("job", this.job.name()).log("due at {}", due);
		}
		List<String> says = new ArrayList<>();
		Instant time = open.orElse(due);
		if (!work(says, time)) {
			return Fired.GOES_ON;
		}
		end(time, says.isEmpty() ? "there was no file" : String.join("\n", says));
		return Fired.OVER;
	}

	/**
	 * What was due before is left. A time that is due is seen with the next poll only,
	 * and a poll may be late.
	 */
	private Instant oldestToCatchUp() {
		Duration catchUp = this.job.schedule().catchUp();
		Duration least = this.process.poll().multipliedBy(10);
		return this.process.clock().now().minus(Collections.max(List.of(catchUp, least)));
	}

	private void end(Instant due, String says) {
		this.fires.end(this.job.name(), due, says);
	}

	private boolean work(List<String> says, @Nullable Instant due) {
		try {
			return this.work.work(says, due);
		}
		catch (IOException ex) {
			String what = "the inbox " + this.job.inbox() + " cannot be used: " + ex;
			logger.error("{}: {}", this.job.name(), what);
			says.add(what);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
