package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a launch logs each cart and each decision: names for Spring Boot's own settings.
 */
final class LogOptions {

	private static final String JSON = "logstash";

	@Option(names = "--log-json",
			description = "log each cart and each decision as a line of JSON, to standard error or to the file")
	private boolean json;

	@Option(names = "--log-file", paramLabel = "FILE",
			description = "log each cart and each decision to that file, to which it is added")
	private @Nullable Path file;

	/**
	 * The settings that these options stand for.
	 */
	Map<String, Object> settings() {
		Map<String, Object> settings = new LinkedHashMap<>();
		if (this.file != null) {
			settings.put("logging.file.name", this.file.toString());
		}
		if (this.json) {
			settings.put("logging.structured.format." + ((this.file != null) ? "file" : "console"), JSON);
		}
		return settings;
	}

}
