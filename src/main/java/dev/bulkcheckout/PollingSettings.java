package dev.bulkcheckout;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.bulkcheckout.subscriptions.PollingSchedule;

/**
 * How often an order is asked for its subscription ids; settings
 * {@code bulk-checkout.look.*}. When it is asked for the first time is
 * {@code bulk-checkout.first-look}.
 *
 * @param first between the first look and the second; the pauses double from there
 * @param longest how far the pauses grow
 * @param most how often an order is asked for in all
 * @param noneAfter how long after its checkout an order that looks like one without
 * subscriptions is believed to stay so
 */
record PollingSettings(@DefaultValue("5s") Duration first, @DefaultValue("5m") Duration longest,
		@DefaultValue("400") int most, @DefaultValue("30m") Duration noneAfter) {

	/**
	 * Refuses nonsense.
	 */
	PollingSettings {
		if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0 || most < 1
				|| noneAfter.isNegative()) {
			throw new IllegalArgumentException("bulk-checkout.look.first must be above 0, longest not below first,"
					+ " most 1 or more, and none-after not negative");
		}
	}

	PollingSchedule asSchedule() {
		return asSchedule(this.noneAfter);
	}

	/**
	 * The same with a shorter time, for an API that is known to be quick.
	 */
	PollingSchedule asSchedule(Duration shorter) {
		Duration none = (shorter.compareTo(this.noneAfter) < 0) ? shorter : this.noneAfter;
		return new PollingSchedule(this.first, this.longest, this.most, none,
				() -> ThreadLocalRandom.current().nextDouble());
	}

}
