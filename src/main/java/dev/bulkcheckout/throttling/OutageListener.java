package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;

/**
 * Hears of outages, to tell the operator. Called in the order of events, one call at a
 * time, while others wait: it must return at once and must not call back.
 */
public interface OutageListener {

	/**
	 * The API is taken to be down from now on; calls wait.
	 * @param what the last failure, in words
	 * @param since when the first call of those that failed in a row failed
	 * @param givesUpAt when waiting ends
	 */
	void apiDown(String what, Instant since, Instant givesUpAt);

	/**
	 * The API is still down.
	 * @param what the last failure, in words
	 * @param since when the first call of those that failed in a row failed
	 * @param givesUpAt when waiting ends
	 */
	void stillDown(String what, Instant since, Instant givesUpAt);

	/**
	 * The API answers again; calls go on.
	 * @param lasted how long it did not
	 */
	void apiUp(Duration lasted);

	/**
	 * Only few carts have failed, and no other was left to ask: it is taken for their
	 * fault; calls go on.
	 * @param carts how many
	 * @param lasted since when they fail
	 */
	default void fewCarts(int carts, Duration lasted) {
	}

	/**
	 * Tells two of the same.
	 */
	static OutageListener both(OutageListener one, OutageListener other) {
		return new OutageListener() {
			@Override
			public void apiDown(String what, Instant since, Instant givesUpAt) {
				one.apiDown(what, since, givesUpAt);
				other.apiDown(what, since, givesUpAt);
			}

			@Override
			public void stillDown(String what, Instant since, Instant givesUpAt) {
				one.stillDown(what, since, givesUpAt);
				other.stillDown(what, since, givesUpAt);
			}

			@Override
			public void apiUp(Duration lasted) {
				one.apiUp(lasted);
				other.apiUp(lasted);
			}

			@Override
			public void fewCarts(int carts, Duration lasted) {
				one.fewCarts(carts, lasted);
				other.fewCarts(carts, lasted);
			}
		};
	}

}
