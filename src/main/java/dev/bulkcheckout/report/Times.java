package dev.bulkcheckout.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Times in the operator's zone, as of one moment.
 */
public final class Times {

	private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

	private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("HH:mm");

	private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

	private final ZoneId zone;

	private final Instant now;

	/**
	 * For an operator of that zone.
	 * @param now what counts as today
	 */
	public Times(ZoneId zone, Instant now) {
		this.zone = zone;
		this.now = now;
	}

	/**
	 * With the date.
	 */
	public String full(Instant time) {
		return FULL.format(time.atZone(this.zone));
	}

	/**
	 * Without the date if that is today's; empty for a time that is not known.
	 */
	public String brief(@Nullable Instant time) {
		if (time == null) {
			return "";
		}
		boolean today = time.atZone(this.zone).toLocalDate().equals(this.now.atZone(this.zone).toLocalDate());
		return today ? BRIEF.format(time.atZone(this.zone)) : full(time);
	}

	/**
	 * A time that follows another, without the date if that is the same.
	 */
	public String later(Instant time, Instant later) {
		boolean sameDay = time.atZone(this.zone).toLocalDate().equals(later.atZone(this.zone).toLocalDate());
		return sameDay ? BRIEF.format(later.atZone(this.zone)) : full(later);
	}

	/**
	 * Milliseconds of a clock that shows the operator's time as if it were UTC.
	 */
	public long localMillis(Instant time) {
		return time.toEpochMilli() + 1000L * this.zone.getRules().getOffset(time).getTotalSeconds();
	}

	/**
	 * As a clock shows it, with seconds.
	 */
	public String clock(Instant time) {
		return CLOCK.format(time.atZone(this.zone));
	}

	/**
	 * The zone's name with its present distance to UTC.
	 */
	public String zone() {
		String offset = this.zone.getRules().getOffset(this.now).getId();
		String utc = offset.equals("Z") ? "UTC" : "UTC" + offset;
		return this.zone.getId().equals(utc) ? utc : "%s (%s)".formatted(this.zone.getId(), utc);
	}

}
