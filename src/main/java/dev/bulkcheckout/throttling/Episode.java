package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;

/**
 * One time of failures in a row, from the first of them, told to the listener once it is
 * an outage. Not safe for use by many threads.
 */
final class Episode {

	private final OutageSettings settings;

	private final OutageListener listener;

	private final Instant since;

	private Instant nextWordAt = Instant.MAX;

	private boolean proved;

	Episode(OutageSettings settings, OutageListener listener, Instant since) {
		this.settings = settings;
		this.listener = listener;
		this.since = since;
	}

	Instant since() {
		return this.since;
	}

	/** When patience with an outage ends. */
	Instant givesUpAt() {
		return this.since.plus(this.settings.patience());
	}

	/** When it is the carts' fault, if only a few have failed until then. */
	Instant blamesFewAt() {
		return (this.settings.few() > 0) ? this.since.plus(this.settings.patienceWithFew()) : Instant.MAX;
	}

	Instant nextWordAt() {
		return this.nextWordAt;
	}

	/** A probe has failed: it is no false alarm. */
	void prove() {
		this.proved = true;
	}

	boolean isProved() {
		return this.proved;
	}

	void begin(Instant now, String what) {
		this.nextWordAt = now.plus(this.settings.sayEvery());
		this.listener.apiDown(what, this.since, givesUpAt());
	}

	void goOn(Instant now, String what) {
		if (!now.isBefore(this.nextWordAt)) {
			this.nextWordAt = now.plus(this.settings.sayEvery());
			this.listener.stillDown(what, this.since, givesUpAt());
		}
	}

	void end(Instant now) {
		this.listener.apiUp(Duration.between(this.since, now));
	}

	void blame(int carts, Instant now) {
		this.listener.fewCarts(carts, Duration.between(this.since, now));
	}

}
