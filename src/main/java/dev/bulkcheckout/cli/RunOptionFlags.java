package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a run as flags; each beats the job file and the environment.
 */
final class RunOptionFlags {

	@Option(names = "--output", paramLabel = "DIR", description = "where the result files go (default: output/run-N)")
	private @Nullable Path output;

	@Option(names = "--concurrency", paramLabel = "N", description = "calls in flight at the most (default: 32)")
	private @Nullable Integer concurrency;

	@Option(names = "--rate", paramLabel = "N",
			description = "calls a second at the most (default: as many as Partner Center bears)")
	private @Nullable Double rate;

	@Option(names = "--reconcile-for", paramLabel = "DURATION", converter = Durations.class,
			description = "how long subscription ids are asked for: 90s, 30m, 2h (default: 1h; with --simulator 20s)")
	private @Nullable Duration reconcileFor;

	@Option(names = "--patience", paramLabel = "DURATION", converter = Durations.class,
			description = "how long to wait for an API that is down (default: 30m)")
	private @Nullable Duration patience;

	@Option(names = "--max-refused", paramLabel = "N|P%",
			description = "stop when more is refused: carts, or a share once 50 are settled (default: 20%%)")
	private @Nullable String maxRefused;

	@Option(names = "--stop-at", paramLabel = "HH:MM", description = "stop gracefully at that time of day")
	private @Nullable LocalTime stopAt;

	@Option(names = "--also-reconcile-older", description = "also ask for ids that are still missing from former runs")
	private boolean alsoReconcileOlder;

	Map<String, Object> asSettings() {
		Map<String, Object> settings = new LinkedHashMap<>();
		put(settings, "output", this.output);
		put(settings, "concurrency", this.concurrency);
		put(settings, "rate", this.rate);
		put(settings, "reconcile-for", this.reconcileFor);
		put(settings, "patience", this.patience);
		put(settings, "max-refused", this.maxRefused);
		put(settings, "stop-at", this.stopAt);
		if (this.alsoReconcileOlder) {
			put(settings, "also-reconcile-older", true);
		}
		return settings;
	}

	private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
		if (value != null) {
			settings.put("bulk-checkout." + name, value.toString());
		}
	}

}
