package dev.bulkcheckout.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When an order is looked at again: after seconds first, then after minutes. No page says
 * how long provisioning takes; in the samples it is some three minutes.
 *
 * @param first after the first look
 * @param longest how far the pauses grow, doubling
 * @param most how often an order is asked for in all
 * @param noneAfter how long after its checkout an order that looks like one without
 * subscriptions is believed to stay so
 * @param random in [0, 1), spreads the looks by a tenth
 */
public record PollingSchedule(Duration first, Duration longest, int most, Duration noneAfter, DoubleSupplier random) {

	/**
	 * Sources: "Get all of a customer's orders" and "Get subscription provisioning
	 * status" (read 2026-11): lists lag behind by some 15 minutes. Doubled.
	 */
	private static final Duration NONE_AFTER = Duration.ofMinutes(30);

	/**
	 * Refuses nonsense.
	 */
	public PollingSchedule {
		if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0 || most < 1
				|| noneAfter.isNegative()) {
			throw new IllegalArgumentException("looks at an order need a first pause above 0, a longest one not below"
					+ " it, at least one look, and a time that is not negative until none is expected");
		}
	}

	/**
	 * From 5 seconds to 5 minutes, 400 times at the most.
	 */
	public static PollingSchedule standard() {
		return new PollingSchedule(Duration.ofSeconds(5), Duration.ofMinutes(5), 400, NONE_AFTER,
				() -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * When to look again.
	 * @param looks how often the order was looked at
	 */
	Instant next(Instant now, int looks) {
		int doublings = Math.min(Math.max(looks - 1, 0), 20);
		Duration pause = this.first.multipliedBy(1L << doublings);
		Duration capped = (pause.compareTo(this.longest) > 0) ? this.longest : pause;
		long spread = (long) (capped.toMillis() * 0.1 * this.random.getAsDouble());
		return now.plus(capped).minusMillis(spread);
	}

}
