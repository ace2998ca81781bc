package dev.bulkcheckout.cart;

import java.util.UUID;

/**
 * An MS-RequestId: the service's idempotency key. The same value goes with every
 * repetition of a call whose answer was lost. Source: "Partner Center REST headers" (read
 * 2026-11).
 *
 * @param value the GUID that is sent
 */
public record RequestId(UUID value) {

	/**
	 * Makes a new one, for a call that repeats nothing.
	 */
	public static RequestId random() {
		return new RequestId(UUID.randomUUID());
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
