package dev.bulkcheckout.checkout;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.throttling.CallKind;

/**
 * When the API last let a call of a kind through, whatever it answered. Safe for use by
 * many threads.
 */
final class Passages {

	private final Map<CallKind, Instant> last = new ConcurrentHashMap<>();

	void through(CallKind kind, Instant at) {
		this.last.put(kind, at);
	}

	/**
	 * Whether a call of that kind was let through after that time.
	 */
	boolean since(CallKind kind, Instant time) {
		@Nullable Instant passed = this.last.get(kind);
		return passed != null && passed.isAfter(time);
	}

}
