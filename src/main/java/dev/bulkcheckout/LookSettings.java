package dev.bulkcheckout;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.bulkcheckout.partnercenter.LookSchedule;

/**
 * How often an order is asked for its subscription ids; settings
 * {@code bulk-checkout.look.*}. When it is asked for the first time is
 * {@code bulk-checkout.first-look}.
 *
 * @param first between the first look and the second; the pauses double from there
 * @param longest how far the pauses grow
 * @param most how often an order is asked for in all
 */
record LookSettings(@DefaultValue("5s") Duration first, @DefaultValue("5m") Duration longest,
		@DefaultValue("400") int most) {

	/**
	 * Refuses nonsense.
	 */
	LookSettings {
		if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0 || most < 1) {
			throw new IllegalArgumentException(
					"bulk-checkout.look.first must be above 0, longest not below first," + " and most 1 or more");
		}
	}

	LookSchedule asSchedule() {
		return new LookSchedule(this.first, this.longest, this.most, () -> ThreadLocalRandom.current().nextDouble());
	}

}
