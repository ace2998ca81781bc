package dev.bulkcheckout.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How {@code worker} goes about it.
 *
 * @param poll how often worker looks for partitions that nobody works on
 */
@ConfigurationProperties("bulk-checkout.worker")
public record WorkerProperties(@DefaultValue("1s") Duration poll) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public WorkerProperties {
		if (poll.toMillis() < 100) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.worker.poll", poll,
					"must be 100ms or more");
		}
	}

}
