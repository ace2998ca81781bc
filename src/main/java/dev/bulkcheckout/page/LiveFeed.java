package dev.bulkcheckout.page;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.DatabaseFaults;
import dev.bulkcheckout.report.page.LiveRuns;

/**
 * Tells pages that are open what has changed. However many there are of one kind, one
 * thread asks once a second; each page is sent what it has not seen, as fast as it takes
 * it.
 */
public class LiveFeed implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(LiveFeed.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int MOST_LIVE = 10;

	/** What changed otherwise: the page is to be fetched again. */
	private static final String STATE = "state";

	/** Why nothing new can be told; empty as soon as it can. */
	private static final String AWAY = "away";

	private final LiveRuns runs;

	private final LiveRunCache cache;

	private final Map<Topic, Topic> topics = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("page-", 0).factory());

	private volatile boolean running;

	/**
	 * Tells of the given runs.
	 */
	public LiveFeed(LiveRuns runs, LiveRunCache cache) {
		this.runs = runs;
		this.cache = cache;
	}

	/**
	 * A page opens.
	 * @param run that it shows; null for all
	 * @param seen the version that it shows
	 */
	SseEmitter open(@Nullable RunId run, String seen) {
		OpenPage page = new OpenPage(this.threads, Map.of(STATE, seen, AWAY, ""));
		Topic topic = new Topic(run);
		synchronized (this.topics) {
			if (!this.running) {
				page.close();
				return page.emitter();
			}
			Topic known = this.topics.putIfAbsent(topic, topic);
			Topic of = (known != null) ? known : topic;
			of.pages.add(page);
			page.emitter().onCompletion(() -> of.pages.remove(page));
			page.emitter().onError((fault) -> of.pages.remove(page));
			page.emitter().onTimeout(page::close);
			if (known == null) {
				this.threads.execute(() -> feed(topic));
			}
		}
		return page.emitter();
	}

	private void feed(Topic topic) {
		while (goesOn(topic)) {
			Map<String, String> parts = partsOrWhyNot(topic.run);
			topic.pages.forEach((page) -> page.offer(parts));
			LockSupport.parkNanos(INTERVAL.toNanos());
		}
	}

	/** The last page of a topic takes it along, unless another one has come. */
	private boolean goesOn(Topic topic) {
		if (topic.pages.isEmpty() || !this.running) {
			synchronized (this.topics) {
				if (topic.pages.isEmpty() || !this.running) {
					this.topics.remove(topic);
					return false;
				}
			}
		}
		return true;
	}

	private Map<String, String> partsOrWhyNot(@Nullable RunId run) {
		try {
			return parts(run);
		}
		catch (RuntimeException ex) {
			logger.debug("pages are not told what they ask for: it is asked again", ex);
			return Map.of(AWAY,
					DatabaseFaults.isPassing(ex) ? "The database does not answer" : "The runs cannot be read");
		}
	}

	private Map<String, String> parts(@Nullable RunId run) {
		Map<String, String> parts = new LinkedHashMap<>();
		List<RunId> live = (run != null) ? List.of(run) : this.runs.worked().stream().limit(MOST_LIVE).toList();
		live.stream()
			.map(this.cache::of)
			.flatMap(Optional::stream)
			.forEach((entry) -> parts.put("live-" + entry.run().run().id().value(), entry.html()));
		parts.put(STATE, version(run));
		parts.put(AWAY, "");
		return parts;
	}

	/**
	 * A text that is another one when more has changed of a run, or of all, than the live
	 * parts of a page.
	 */
	String version(@Nullable RunId run) {
		String version = (run != null) ? this.runs.version(run) : this.runs.version();
		return Integer.toHexString(version.hashCode());
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		synchronized (this.topics) {
			this.running = false;
			this.topics.keySet().forEach((topic) -> topic.pages.forEach(OpenPage::close));
		}
		this.threads.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * What pages of one kind are open for; equal to those of the same kind.
	 */
	private static final class Topic {

		private final @Nullable RunId run;

		private final Set<OpenPage> pages = ConcurrentHashMap.newKeySet();

		private Topic(@Nullable RunId run) {
			this.run = run;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Topic topic && Objects.equals(this.run, topic.run);
		}

		@Override
		public int hashCode() {
			return Objects.hashCode(this.run);
		}

	}

}
