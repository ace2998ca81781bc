package dev.bulkcheckout.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A call of the API that arrived.
 *
 * @param number from 1, in the order of arrival
 * @param method HTTP method
 * @param path as it was sent, without query
 * @param cartId the cart in the path, as it was sent; null if there is none
 * @param requestId MS-RequestId as it was sent; null if it was not
 * @param correlationId MS-CorrelationId as it was sent; null if it was not
 * @param arrivedAtNanos on the clock of {@link System#nanoTime()}
 * @param status what was answered; 0 for nothing so far or ever, or not whole
 * @param ending how it ended
 */
public record SeenRequest(long number, String method, String path, @Nullable String cartId, @Nullable String requestId,
		@Nullable String correlationId, long arrivedAtNanos, int status, Ending ending) {

	/** How a call ended. */
	public enum Ending {

		/** It is still being worked on. */
		OPEN,

		/** A whole answer was sent. */
		ANSWERED,

		/** The connection was lost, by a fault asked for or by the caller. */
		LOST

	}

	/** Whether this is a checkout. */
	public boolean isCheckout() {
		return this.method.equals("POST") && this.path.endsWith("/checkout");
	}

	/** A call that has just arrived. */
	static SeenRequest arrived(String method, String path, @Nullable String cartId, @Nullable String requestId,
			@Nullable String correlationId) {
		return new SeenRequest(0, method, path, cartId, requestId, correlationId, System.nanoTime(), 0, Ending.OPEN);
	}

	SeenRequest numbered(long number) {
		return new SeenRequest(number, this.method, this.path, this.cartId, this.requestId, this.correlationId,
				this.arrivedAtNanos, this.status, this.ending);
	}

	SeenRequest ended(int status, Ending ending) {
		return new SeenRequest(this.number, this.method, this.path, this.cartId, this.requestId, this.correlationId,
				this.arrivedAtNanos, status, ending);
	}

}
