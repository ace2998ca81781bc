package dev.bulkcheckout.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Run options as the ledger keeps them.
 */
final class RunOptionsJson {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private RunOptionsJson() {
	}

	/**
	 * The stored form: only types that stay readable for years.
	 */
	private record Stored(@Nullable String output, int concurrency, @Nullable Double rate, String reconcileFor,
			String patience, String maxRefused, @Nullable String stopAt, boolean alsoReconcileOlder,
			boolean rehearsal) {
	}

	static String write(RunOptions options) {
		return JSON.writeValueAsString(new Stored((options.output() != null) ? options.output().toString() : null,
				options.concurrency(), options.rate(), options.reconcileFor().toString(), options.patience().toString(),
				options.maxRefused().toString(), (options.stopAt() != null) ? options.stopAt().toString() : null,
				options.alsoReconcileOlder(), options.rehearsal()));
	}

	static RunOptions read(String json) {
		Stored stored = JSON.readValue(json, Stored.class);
		return new RunOptions((stored.output() != null) ? Path.of(stored.output()) : null, stored.concurrency(),
				stored.rate(), Duration.parse(stored.reconcileFor()), Duration.parse(stored.patience()),
				MaxRefused.parse(stored.maxRefused()),
				(stored.stopAt() != null) ? LocalTime.parse(stored.stopAt()) : null, stored.alsoReconcileOlder(),
				stored.rehearsal());
	}

}
