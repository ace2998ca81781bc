package dev.bulkcheckout.throttling;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * When which customer's call may be sent: what the API admits in all, and what it admits
 * of a customer. Times in nanoseconds. Not safe for use by many threads.
 * <p>
 * A refused customer always waits for its Retry-After. Its first refusal counts for all;
 * one more, of a call sent after that, when calls of its own and of others were accepted
 * in between, shows a limit of the customer's own, which slows down nobody else.
 */
final class Pacing {

	private final RateControl everybody;

	/** Those that were refused lately. */
	private final Map<Object, CustomerPace> customers = new HashMap<>();

	/** Whether others, whose calls are not seen here, ask under the same limit. */
	private boolean shared;

	/** What another customer's own limit turned out to be. */
	private double knownOwnLimit = Double.NaN;

	/**
	 * Starts slowly.
	 * @param highest calls a second that are never exceeded, possibly infinite
	 */
	Pacing(double highest, long now) {
		this.everybody = new RateControl(highest, now);
	}

	/**
	 * Others ask under the same limit, too: that a customer is refused twice says nothing
	 * of that customer any more.
	 */
	void share() {
		if (!this.shared) {
			this.shared = true;
			this.customers.clear();
		}
	}

	/** Another rate is never exceeded from now on. */
	void highest(double callsPerSecond, long now) {
		this.everybody.highest(callsPerSecond, now);
	}

	/** The first time, now or later, at which a call of anybody may be sent. */
	long nextAt(long now) {
		return this.everybody.nextAt(now);
	}

	/** The first time, now or later, to which a customer's own refusals hold it. */
	long nextAt(Object customer, long now) {
		CustomerPace own = of(customer, now);
		return (own != null) ? own.nextAt(now) : now;
	}

	void sent(Object customer, long now) {
		this.everybody.sent(now);
		CustomerPace own = of(customer, now);
		if (own != null) {
			own.sent(now);
		}
	}

	/** The API has answered and did not refuse for the pace. */
	void accepted(Object customer, long sentAt, long now) {
		this.everybody.accepted(sentAt, now);
		CustomerPace own = of(customer, now);
		if (own != null) {
			own.accepted(sentAt, now);
			this.knownOwnLimit = own.limit(this.knownOwnLimit);
		}
	}

	/** The API has refused with 429 and a Retry-After. */
	void refused(Object customer, long sentAt, long now, long pause) {
		CustomerPace own = of(customer, now);
		if (own == null) {
			own = new CustomerPace(now);
			this.customers.put(customer, own);
		}
		if (this.shared) {
			own.hold(now + pause);
			this.everybody.refused(sentAt, now, pause);
			return;
		}
		boolean others = this.everybody.lastAcceptedSentAt() > own.refusedAt();
		if (!own.refused(sentAt, now, pause, others, this.knownOwnLimit)) {
			this.everybody.refused(sentAt, now, pause);
		}
	}

	double rate() {
		return this.everybody.rate();
	}

	/** When sending goes on by what is known; now or earlier if it does. */
	long pausedUntil(long now) {
		return this.everybody.pausedUntil(now);
	}

	/** Why the rate is what it is, for people. */
	String reason() {
		long limited = this.customers.values().stream().filter(CustomerPace::hasLimit).count();
		if (limited == 0 || Double.isNaN(this.knownOwnLimit)) {
			return this.everybody.reason();
		}
		return this.everybody.reason() + "; %d customer(s) held at a limit of their own of about %.1f/s"
			.formatted(limited, this.knownOwnLimit);
	}

	private @Nullable CustomerPace of(Object customer, long now) {
		if (this.customers.isEmpty()) {
			return null;
		}
		CustomerPace own = this.customers.get(customer);
		if (own != null && own.isForgotten(now)) {
			this.customers.remove(customer);
			return null;
		}
		return own;
	}

}
