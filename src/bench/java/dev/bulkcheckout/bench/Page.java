package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, as Markdown: a section for each measurement, which stays in the
 * benchmark's directory, so that one can be measured again by itself.
 */
final class Page {

	private final Path directory;

	private final StringBuilder section = new StringBuilder();

	Page(Path directory) {
		this.directory = directory;
	}

	/** Begins a table. */
	void heading(String title, String... columns) {
		this.section.append("\n## ").append(title).append("\n\n");
		line(columns);
		this.section.append("|---".repeat(columns.length)).append("|\n");
	}

	/** Adds a line to the table. */
	void line(String... cells) {
		String line = "| " + String.join(" | ", cells) + " |\n";
		System.err.print(line);
		this.section.append(line);
	}

	/** Adds a sentence below the table. */
	void note(String sentence) {
		this.section.append('\n').append(sentence).append('\n');
	}

	/** Keeps what was written since the last time as the section of that name. */
	void keep(String name) throws IOException {
		Files.writeString(this.directory.resolve(name + ".section"), this.section);
		this.section.setLength(0);
	}

	/** Writes all sections that there are. */
	void write(List<String> names, Path page) throws IOException {
		StringBuilder text = new StringBuilder(
				"""
						# Benchmarks

						Made by `./mvnw verify -Pbench` on %s: %d processors (%s), Java %s, PostgreSQL 17 with fsync. Simulator, program and PostgreSQL are
						processes of their own and share the machine, with others beside them: what counts is the ratios, each of figures
						of the same run. `-Dbench.arguments=staging` measures one part anew, `-Dbench.scale=100` a hundredth of all carts for a look.
						"""
					.formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(), processor(),
							System.getProperty("java.version")));
		for (String name : names) {
			Path kept = this.directory.resolve(name + ".section");
			text.append(Files.exists(kept) ? Files.readString(kept) : "");
		}
		Files.writeString(page, text);
	}

	static String percent(double share) {
		return String.format(Locale.ROOT, "%.1f %%", 100 * share);
	}

	private static String processor() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 2))
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
