package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The token buckets of a {@link Throttle}. */
final class Throttling {

	private final Throttle throttle;

	private final Bucket all;

	private final Map<String, Bucket> perCustomer = new ConcurrentHashMap<>();

	Throttling(Throttle throttle) {
		this.throttle = throttle;
		this.all = new Bucket(throttle);
	}

	/**
	 * Lets a call through or not.
	 * @return 0 if it may pass, else the seconds to wait
	 */
	long secondsToWait(String customer) {
		Bucket bucket = this.throttle.perCustomer()
				? this.perCustomer.computeIfAbsent(customer, (unused) -> new Bucket(this.throttle)) : this.all;
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

	private static final class Bucket {

		private final Throttle throttle;

		private double level;

		private long filledAt = System.nanoTime();

		Bucket(Throttle throttle) {
			this.throttle = throttle;
			this.level = throttle.burst();
		}

		/** What is missing for one call, 0 if it was there and is taken. */
		synchronized double take(long now) {
			double gained = (now - this.filledAt) / 1e9 * this.throttle.perSecond();
			this.level = Math.min(this.throttle.burst(), this.level + Math.max(0, gained));
			this.filledAt = now;
			if (this.level >= 1) {
				this.level -= 1;
				return 0;
			}
			double missing = 1 - this.level;
			if (this.throttle.refusedCount()) {
				this.level = Math.max(this.level - 1, -this.throttle.burst());
			}
			return missing;
		}

	}

}
