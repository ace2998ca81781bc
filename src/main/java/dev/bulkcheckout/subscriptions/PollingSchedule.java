package dev.bulkcheckout.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import dev.bulkcheckout.settings.RunProperties;

/**
 * When an order is asked for again: after seconds first, then after minutes. No page says
 * how long provisioning takes; in the samples it is some three minutes, and lists lag
 * behind by some 15 minutes ("Get all of a customer's orders", read 2026-11).
 *
 * @param polling the settings
 * @param random in [0, 1), spreads the pauses by a tenth
 */
public record PollingSchedule(RunProperties.Polling polling, DoubleSupplier random) {

	/**
	 * When to ask again.
	 * @param reads how often the order was asked for
	 */
	Instant next(Instant now, int reads) {
		int doublings = Math.min(Math.max(reads - 1, 0), 20);
		long pause = Math.min(this.polling.longestPause().toMillis(),
				this.polling.firstPause().multipliedBy(1L << doublings).toMillis());
		return now.plus(Duration.ofMillis(pause - (long) (pause * 0.1 * this.random.getAsDouble())));
	}

}
