package dev.bulkcheckout.settings;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How {@code serve} goes about it.
 *
 * @param jobs folder of the job files that serve fires
 * @param concurrentJobs jobs that run at a time in this process; of one partner tenant
 * never more than one, whatever process
 * @param poll how often serve looks for what is due, into inboxes and at the job files
 * @param unchangedFor how long a file in an inbox must be unchanged before it is taken
 */
@ConfigurationProperties("bulk-checkout.serve")
public record ServeProperties(@DefaultValue("jobs") Path jobs, @DefaultValue("4") int concurrentJobs,
		@DefaultValue("5s") Duration poll, @DefaultValue("1m") Duration unchangedFor) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public ServeProperties {
		check(concurrentJobs >= 1 && concurrentJobs <= 100, "concurrent-jobs", concurrentJobs, "must be from 1 to 100");
		check(poll.toMillis() >= 100, "poll", poll, "must be 100ms or more");
		check(!unchangedFor.isNegative(), "unchanged-for", unchangedFor, "must not be negative");
	}

	private static void check(boolean holds, String name, Object value, String rule) {
		if (!holds) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.serve." + name, value, rule);
		}
	}

}
