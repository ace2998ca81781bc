package dev.bulkcheckout.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * Times in the operator's zone, as of one moment.
 */
final class Times {

	private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

	private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("HH:mm");

	private final ZoneId zone;

	private final Instant now;

	Times(ZoneId zone, Instant now) {
		this.zone = zone;
		this.now = now;
	}

	/**
	 * With the date.
	 */
	String full(Instant time) {
		return FULL.format(time.atZone(this.zone));
	}

	/**
	 * Without the date if that is today's; empty for a time that is not known.
	 */
	String brief(@Nullable Instant time) {
		if (time == null) {
			return "";
		}
		boolean today = time.atZone(this.zone).toLocalDate().equals(this.now.atZone(this.zone).toLocalDate());
		return today ? BRIEF.format(time.atZone(this.zone)) : full(time);
	}

	/**
	 * The zone's name with its present distance to UTC.
	 */
	String zone() {
		String offset = this.zone.getRules().getOffset(this.now).getId();
		String utc = offset.equals("Z") ? "UTC" : "UTC" + offset;
		return this.zone.getId().equals(utc) ? utc : "%s (%s)".formatted(this.zone.getId(), utc);
	}

}
