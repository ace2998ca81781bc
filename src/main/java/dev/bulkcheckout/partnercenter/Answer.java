package dev.bulkcheckout.partnercenter;

import java.time.Duration;
import java.time.Instant;

import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.Secret;

/**
 * What one HTTP exchange ended in. What that means for a cart is decided elsewhere.
 */
public sealed interface Answer {

	/**
	 * The ids that the call carried, or would have carried.
	 */
	CallIds ids();

	/**
	 * An answer that arrived whole. {@link #toString()} leaves the body out.
	 *
	 * @param ids as sent
	 * @param status the HTTP status
	 * @param retryAfter never negative; not capped; null if the header was absent or
	 * cannot be read
	 * @param dateHeader as it came; null if it was absent
	 * @param body as far as it could be read
	 * @param token the access token that was sent
	 */
	record Received(CallIds ids, int status, @Nullable Duration retryAfter, @Nullable String dateHeader, Body body,
			Secret token) implements Answer {

		/**
		 * Tells whether the status is one of success.
		 */
		public boolean isSuccess() {
			return this.status >= 200 && this.status < 300;
		}

		/**
		 * The service's clock when it answered; null if that is not said or cannot be
		 * read.
		 */
		public @Nullable Instant date() {
			return (this.dateHeader != null) ? DateUtils.parseStandardDate(this.dateHeader) : null;
		}

		@Override
		public String toString() {
			return "Received[status=%d, %s]".formatted(this.status, this.ids);
		}

	}

	/**
	 * The request never left: no connection, no TLS, no free connection. The service
	 * cannot have acted on it.
	 *
	 * @param ids as they would have been sent
	 * @param what what failed, for the operator
	 */
	record NotSent(CallIds ids, String what) implements Answer {
	}

	/**
	 * The request left, at least in part, and no whole answer came back: the service may
	 * have acted on it.
	 *
	 * @param ids as sent
	 * @param what what was seen, for the operator
	 */
	record Lost(CallIds ids, String what) implements Answer {
	}

}
