package dev.bulkcheckout.throttling;

import java.time.Instant;

/**
 * An outage that is over.
 *
 * @param from when the first call failed
 * @param to when a call was answered again
 */
record OutagePeriod(Instant from, Instant to) {

	/** Whether a call that was under way in that time met it. */
	boolean meets(Instant sentAt, Instant failedAt) {
		return !failedAt.isBefore(this.from) && !sentAt.isAfter(this.to);
	}

}
