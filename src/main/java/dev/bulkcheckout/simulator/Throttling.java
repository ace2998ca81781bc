package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The token buckets of a {@link Throttle}. */
final class Throttling {

	private final Throttle throttle;

	private final Bucket all = new Bucket();

	private final Map<String, Bucket> perCustomer = new ConcurrentHashMap<>();

	Throttling(Throttle throttle) {
		this.throttle = throttle;
	}

	/**
	 * Lets a call through or not.
	 * @return 0 if it may pass, else the seconds to wait
	 */
	long secondsToWait(String customer) {
		Bucket bucket = this.throttle.perCustomer()
				? this.perCustomer.computeIfAbsent(customer, (unused) -> new Bucket()) : this.all;
		double missing = bucket.take(System.nanoTime());
		if (missing <= 0) {
			return 0;
		}
		Duration told = this.throttle.retryAfter();
		return (told != null) ? told.toSeconds() : (long) Math.max(1, Math.ceil(missing / this.throttle.perSecond()));
	}

	boolean retryAfterAsDate() {
		return this.throttle.retryAfterAsDate();
	}

	private final class Bucket {

		private double level = Throttling.this.throttle.burst();

		private long filledAt = System.nanoTime();

		/** What is missing for one call, 0 if it was there and is taken. */
		synchronized double take(long now) {
			double gained = (now - this.filledAt) / 1e9 * Throttling.this.throttle.perSecond();
			this.level = Math.min(Throttling.this.throttle.burst(), this.level + Math.max(0, gained));
			this.filledAt = now;
			if (this.level >= 1) {
				this.level -= 1;
				return 0;
			}
			double missing = 1 - this.level;
			if (Throttling.this.throttle.refusedCount()) {
				this.level = Math.max(this.level - 1, -Throttling.this.throttle.burst());
			}
			return missing;
		}

	}

}
