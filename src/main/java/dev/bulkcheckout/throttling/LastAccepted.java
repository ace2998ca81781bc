package dev.bulkcheckout.throttling;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * When the API last let a call of each kind through, whatever it answered. Safe for use
 * by many threads.
 */
final class LastAccepted {

	private final Map<CallKind, Instant> last = new ConcurrentHashMap<>();

	void accepted(CallKind kind, Instant at) {
		this.last.put(kind, at);
	}

	/**
	 * Whether a call of that kind was let through after that time.
	 */
	boolean isSince(CallKind kind, Instant time) {
		@Nullable Instant accepted = this.last.get(kind);
		return accepted != null && accepted.isAfter(time);
	}

}
