package dev.bulkcheckout.throttling;

import java.time.Duration;

import dev.bulkcheckout.cart.CustomerId;

/**
 * The right to send one call, held until its answer has been read. What the API answered
 * is said before closing; a call that was never answered says nothing.
 */
public final class Permit implements AutoCloseable {

	private final Governor governor;

	private final CustomerId customer;

	private final long sentAt;

	private boolean closed;

	Permit(Governor governor, CustomerId customer, long sentAt) {
		this.governor = governor;
		this.customer = customer;
		this.sentAt = sentAt;
	}

	/**
	 * The API has answered, whatever it was, other than 429.
	 */
	public void accepted() {
		this.governor.accepted(this.customer, this.sentAt);
	}

	/**
	 * The API has refused with 429: this call's customer waits for so long, and everybody
	 * until it is clear whether the API takes other calls.
	 * @param retryAfter how long to wait
	 * @return how long this call has to wait: the same, cut to the longest pause of the
	 * settings
	 */
	public Duration throttled(Duration retryAfter) {
		return this.governor.throttled(this.customer, this.sentAt, retryAfter);
	}

	/**
	 * Makes room for the next call. The second time it does nothing.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.governor.release();
		}
	}

}
