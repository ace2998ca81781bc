package dev.bulkcheckout.page;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.Times;
import dev.bulkcheckout.report.page.LiveRun;
import dev.bulkcheckout.report.page.LiveRuns;

/**
 * Looks at runs for all pages together: at each once a second at most, and for no more
 * than a fiftieth of the time, so that a run of a million carts is looked at less often.
 * Safe for use by many threads.
 */
public class LiveRunCache {

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private static final int SHARE = 50;

	private final LiveRuns runs;

	private final TemplateEngine templates;

	private final ZoneId zone;

	private final Map<RunId, Cached> cached = new ConcurrentHashMap<>();

	/**
	 * Looks at the given runs.
	 * @param zone of the times that are shown
	 */
	public LiveRunCache(LiveRuns runs, TemplateEngine templates, ZoneId zone) {
		this.runs = runs;
		this.templates = templates;
		this.zone = zone;
	}

	/**
	 * A run as it stood a moment ago.
	 *
	 * @param run the run
	 * @param html of it, without line ends
	 */
	record Entry(LiveRun run, String html) {
	}

	/**
	 * Looks at a run; empty if nobody works on it.
	 */
	Optional<Entry> of(RunId run) {
		this.cached.values().removeIf(Cached::isOld);
		return Optional.ofNullable(this.cached.computeIfAbsent(run, (id) -> new Cached()).get(run));
	}

	private Entry rendered(LiveRun run) {
		StringOutput html = new StringOutput();
		this.templates.render("page/live.jte", Map.of("live", run, "times", new Times(this.zone, run.asOf())), html);
		return new Entry(run, html.toString().replace("\n", ""));
	}

	/**
	 * The last look at one run.
	 */
	private final class Cached {

		private static final long OLD = 60 * INTERVAL;

		private @Nullable Entry entry;

		private volatile long nextAt = System.nanoTime();

		private synchronized @Nullable Entry get(RunId run) {
			long began = System.nanoTime();
			if (began - this.nextAt >= 0) {
				this.entry = LiveRunCache.this.runs.of(run).map(LiveRunCache.this::rendered).orElse(null);
				long now = System.nanoTime();
				this.nextAt = now + Math.max(INTERVAL - INTERVAL / 10, SHARE * (now - began));
			}
			return this.entry;
		}

		private boolean isOld() {
			return System.nanoTime() - this.nextAt > OLD;
		}

	}

}
