package dev.bulkcheckout.page;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A page that is open in a browser. One that is slow leaves out what has been overtaken,
 * and keeps nobody else waiting.
 */
final class OpenPage {

	/** After that it signs in again, so that who may not look any more does not. */
	private static final Duration LONGEST = Duration.ofMinutes(10);

	/** So often in vain, and something is sent to hear whether anybody listens. */
	private static final int SILENCE = 15;

	private final SseEmitter emitter = new SseEmitter(LONGEST.toMillis());

	private final Executor threads;

	private final Map<String, String> seen;

	private @Nullable Map<String, String> offered;

	private boolean sending;

	private int silent;

	/**
	 * Sends in threads of the given kind.
	 * @param seen parts that it has
	 */
	OpenPage(Executor threads, Map<String, String> seen) {
		this.threads = threads;
		this.seen = new HashMap<>(seen);
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	/**
	 * Sends what it has not seen, unless it is still being sent what was before; then
	 * afterwards.
	 */
	void offer(Map<String, String> parts) {
		synchronized (this) {
			this.offered = parts;
			if (this.sending) {
				return;
			}
			this.sending = true;
		}
		this.threads.execute(this::send);
	}

	private void send() {
		try {
			for (Map<String, String> parts = next(); parts != null; parts = next()) {
				send(parts);
			}
		}
		catch (IOException | IllegalStateException ex) {
			// it was closed; the server says so to whoever waits for that
			this.emitter.completeWithError(ex);
		}
	}

	private synchronized @Nullable Map<String, String> next() {
		Map<String, String> next = this.offered;
		this.offered = null;
		this.sending = next != null;
		return next;
	}

	private void send(Map<String, String> parts) throws IOException {
		this.silent++;
		for (Map.Entry<String, String> part : parts.entrySet()) {
			if (!part.getValue().equals(this.seen.put(part.getKey(), part.getValue()))) {
				this.emitter.send(SseEmitter.event().name(part.getKey()).data(part.getValue()));
				this.silent = 0;
			}
		}
		if (this.silent >= SILENCE) {
			this.emitter.send(SseEmitter.event().comment("there"));
			this.silent = 0;
		}
	}

	void close() {
		this.emitter.complete();
	}

}
