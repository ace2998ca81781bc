package dev.bulkcheckout.settings;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How a process goes about the ledger. Not kept with a run: a restart on another machine
 * takes that machine's.
 *
 * @param data where the embedded PostgreSQL lives if no server is given
 * @param schema of the ledger's tables, made where the role may; bulk_checkout if nothing
 * is given
 * @param leaseLife how long a process that is not heard of is taken to be alive
 * @param databaseOutageTimeout how long to wait for a database that is away
 */
@ConfigurationProperties("bulk-checkout")
public record LedgerProperties(@DefaultValue("data") Path data, @Nullable String schema,
		@DefaultValue("15s") Duration leaseLife, @DefaultValue("30m") Duration databaseOutageTimeout) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public LedgerProperties {
		if (leaseLife.compareTo(Duration.ofSeconds(2)) < 0) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.lease-life", leaseLife,
					"must be 2s or more");
		}
		if (databaseOutageTimeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.database-outage-timeout",
					databaseOutageTimeout, "must not be negative");
		}
	}

}
