package dev.bulkcheckout.settings;

import java.time.Duration;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * When {@code serve} fires a job, and where its carts come from; {@code run} heeds none
 * of it.
 *
 * @param inbox folder whose CSVs are checked out; with done and failed beside them
 * @param cron when to look there, in the five fields of a crontab; without it files are
 * taken as they come
 * @param timeZone of the cron, such as Europe/Berlin
 * @param catchUp how much later a missed time is made up for; what is older is left to
 * the next one
 */
@ConfigurationProperties("bulk-checkout.schedule")
public record ScheduleProperties(@Nullable String inbox, @Nullable String cron, @Nullable ZoneId timeZone,
		@DefaultValue("12h") Duration catchUp) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public ScheduleProperties {
		inbox = (inbox != null && !inbox.isBlank()) ? inbox.strip() : null;
		cron = (cron != null && !cron.isBlank()) ? cron.strip() : null;
		check(cron == null || timeZone != null, "time-zone", timeZone,
				"must be given beside bulk-checkout.schedule.cron");
		check(!catchUp.isNegative(), "catch-up", catchUp, "must not be negative");
	}

	private static void check(boolean holds, String name, @Nullable Object value, String rule) {
		if (!holds) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.schedule." + name, value, rule);
		}
	}

}
