package dev.bulkcheckout.page;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import dev.bulkcheckout.cart.RunId;

/**
 * What changes on pages that are open, as server-sent events: {@code live-RUN} is the
 * part of that run, {@code state} says that the page is to be fetched again, and
 * {@code away} why nothing new is told, or nothing if it is.
 */
@Controller
public class LiveController {

	private final LiveFeed feed;

	/**
	 * Sends what the given feed tells.
	 */
	public LiveController(LiveFeed feed) {
		this.feed = feed;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter all(@RequestParam(defaultValue = "") String seen) {
		return this.feed.open(null, seen);
	}

	@GetMapping(path = "/runs/{run}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter one(@PathVariable long run, @RequestParam(defaultValue = "") String seen) {
		return this.feed.open(new RunId(run), seen);
	}

}
