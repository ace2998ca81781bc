package dev.bulkcheckout.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What {@code serve} tells whoever watches over it: probes and metrics, to anybody who
 * asks.
 *
 * @param port where probes and metrics are, below /actuator; 0 for one that is free;
 * without it there are no metrics to fetch
 * @param address where it listens; without it on all addresses of this machine
 */
@ConfigurationProperties("bulk-checkout.management")
public record ManagementProperties(@Nullable Integer port, @Nullable String address) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public ManagementProperties {
		if (port != null && (port < 0 || port > 65535)) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.management.port", port,
					"must be from 0 to 65535");
		}
		address = (address != null && !address.isBlank()) ? address.strip() : null;
	}

}
