package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * When the API is taken to be down, and what is done then.
 *
 * @param failuresInARow how many calls of different carts must fail with no success in
 * between, 1 or more
 * @param probeEvery how long to wait between two probes
 * @param probeTimeout after which a probe that has not been answered no longer holds up
 * the next one
 * @param patience how long an outage may last before the run gives up
 * @param sayEvery how often the listener hears that it is still down
 * @param few fewer carts than this that fail, while no other is left to ask, are at fault
 * themselves; 0 where failures are never the carts' fault
 */
public record OutageSettings(int failuresInARow, Duration probeEvery, Duration probeTimeout, Duration patience,
		Duration sayEvery, int few) {

	/**
	 * More than a few carts that happen to fail by themselves one after the other. So
	 * many carts more than calls may be in flight have to be at hand.
	 */
	public static final int FEW = 20;

	/**
	 * Refuses values that make no sense.
	 * @throws IllegalArgumentException naming the value
	 */
	public OutageSettings {
		if (failuresInARow < 1) {
			throw new IllegalArgumentException("failures-in-a-row must be 1 or more, not " + failuresInARow);
		}
		check("probe-every", probeEvery);
		check("probe-timeout", probeTimeout);
		check("patience", patience);
		check("say-every", sayEvery);
	}

	/**
	 * 5 failures in a row, a probe every 2 seconds, and so much patience.
	 */
	public static OutageSettings patience(Duration patience) {
		return new OutageSettings(5, Duration.ofSeconds(2), Duration.ofSeconds(30), patience, Duration.ofSeconds(30),
				0);
	}

	/**
	 * The same for checkouts alone: they may fail because of their carts, and fewer than
	 * 20 that fail while no other is left to ask do so for themselves.
	 */
	OutageSettings ofCheckouts() {
		return new OutageSettings(this.failuresInARow, this.probeEvery, this.probeTimeout, this.patience, this.sayEvery,
				FEW);
	}

	private static void check(String name, Duration duration) {
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be above 0, not " + duration);
		}
	}

}
