package dev.bulkcheckout.serve;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;

/**
 * The times of a cron expression by the clock of a time zone, also over the change to and
 * from daylight saving: a time of day that the clock leaves out fires once when the clock
 * is set, one that the clock shows twice fires the first time only. Where every hour is
 * meant, every hour that passes counts.
 */
final class ZonedCron implements Schedule {

	private final CronSchedule cron;

	private final ZoneId zone;

	private final boolean everyHour;

	private ZonedCron(CronSchedule cron, ZoneId zone, boolean everyHour) {
		this.cron = cron;
		this.zone = zone;
		this.everyHour = everyHour;
	}

	/**
	 * Reads the five fields of a crontab.
	 * @throws IllegalArgumentException if they are not five, or one makes no sense
	 */
	static ZonedCron of(String expression, ZoneId zone) {
		String[] fields = expression.strip().split("\\s+", -1);
		if (fields.length != 5) {
			throw new IllegalArgumentException("'" + expression
					+ "' has not the five fields of a crontab: minute, hour, day of month, month, day of week");
		}
		boolean everyHour = fields[1].matches("\\*(/1)?");
		CronSchedule cron = new CronSchedule(String.join(" ", fields), everyHour ? zone : ZoneOffset.UTC,
				CronStyle.UNIX);
		return new ZonedCron(cron, zone, everyHour);
	}

	/**
	 * The first time after the given one.
	 */
	Instant next(Instant after) {
		if (this.everyHour) {
			return next(this.cron, after);
		}
		LocalDateTime local = LocalDateTime.ofInstant(after, this.zone);
		Instant next;
		do {
			local = LocalDateTime.ofInstant(next(this.cron, local.toInstant(ZoneOffset.UTC)), ZoneOffset.UTC);
			next = instantOf(local);
		}
		while (!next.isAfter(after));
		return next;
	}

	private static Instant next(CronSchedule cron, Instant after) {
		return cron.getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
	}

	private Instant instantOf(LocalDateTime local) {
		ZoneOffsetTransition change = this.zone.getRules().getTransition(local);
		return (change != null && change.isGap()) ? change.getInstant()
				: ZonedDateTime.ofLocal(local, this.zone, null).withEarlierOffsetAtOverlap().toInstant();
	}

	/**
	 * Whether the given time is one of them.
	 */
	boolean isOne(Instant time) {
		return next(time.minusNanos(1)).equals(time);
	}

	@Override
	public Instant getNextExecutionTime(ExecutionComplete complete) {
		return next(complete.getTimeDone());
	}

	@Override
	public boolean isDeterministic() {
		return true;
	}

	@Override
	public String toString() {
		return this.cron.getPattern() + " " + this.zone;
	}

}
