package dev.bulkcheckout.throttling;

import java.time.Duration;

/**
 * The right to send one call, held until its answer has been read. What the API answered
 * is said before closing; a call that was never answered says nothing.
 */
public final class Permit implements AutoCloseable {

	private final Governor governor;

	private final long sentAt;

	private boolean closed;

	Permit(Governor governor, long sentAt) {
		this.governor = governor;
		this.sentAt = sentAt;
	}

	/**
	 * The API has answered, whatever it was, other than 429.
	 */
	public void accepted() {
		this.governor.accepted(this.sentAt);
	}

	/**
	 * The API has refused with 429: every call of the process pauses, then goes on more
	 * slowly.
	 * @param retryAfter how long to wait
	 * @return how long this call has to wait: the same, cut to the longest pause of the
	 * settings
	 */
	public Duration throttled(Duration retryAfter) {
		return this.governor.throttled(this.sentAt, retryAfter);
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
