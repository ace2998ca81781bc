package dev.bulkcheckout.job;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Times of the job that an operator seldom touches.
 *
 * @param leaseLife how long a process that is not heard of is taken to be alive
 * @param stopGrace how long calls in flight may take to end once a run is stopped
 * @param databasePatience how long to wait for a database that is away
 * @param firstLook how long after the checkout an order is first asked for its
 * subscription ids
 */
@ConfigurationProperties("bulk-checkout")
public record JobSettings(@DefaultValue("15s") Duration leaseLife, @DefaultValue("60s") Duration stopGrace,
		@DefaultValue("30m") Duration databasePatience, @DefaultValue("5s") Duration firstLook) {

	/**
	 * Refuses nonsense by the setting's name.
	 */
	public JobSettings {
		check(leaseLife.compareTo(Duration.ofSeconds(2)) >= 0, "bulk-checkout.lease-life must be 2s or more");
		check(!stopGrace.isNegative(), "bulk-checkout.stop-grace must not be negative");
		check(!databasePatience.isNegative(), "bulk-checkout.database-patience must not be negative");
		check(!firstLook.isNegative(), "bulk-checkout.first-look must not be negative");
	}

	private static void check(boolean holds, String message) {
		if (!holds) {
			throw new IllegalArgumentException(message);
		}
	}

}
