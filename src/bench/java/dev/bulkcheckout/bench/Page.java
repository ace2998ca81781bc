package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What was measured, as Markdown: a section for each measurement, with its day. One that
 * is measured again takes the place of the one that is there, and the others stay.
 */
final class Page {

	private static final Pattern SECTION = Pattern.compile("<!-- (\\w+) -->\n(.*?)(?=<!-- \\w+ -->|\\z)", Pattern.DOTALL);

	private final Path file;

	private final Map<String, String> sections = new LinkedHashMap<>();

	private final StringBuilder section = new StringBuilder();

	Page(Path file) throws IOException {
		this.file = file;
		if (Files.exists(file)) {
			SECTION.matcher(Files.readString(file))
				.results()
				.forEach((found) -> this.sections.put(found.group(1), found.group(2)));
		}
	}

	/** Begins a table. */
	void heading(String title, String... columns) {
		this.section.append("## ").append(title).append("\n\n");
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
	void keep(String name) {
		note("Measured on %s: %d processors (%s), Java %s.".formatted(LocalDate.now(ZoneOffset.UTC),
				Runtime.getRuntime().availableProcessors(), processor(), System.getProperty("java.version")));
		this.sections.put(name, this.section + "\n");
		this.section.setLength(0);
	}

	/** Writes all sections that there are, in that order. */
	void write(List<String> names) throws IOException {
		StringBuilder text = new StringBuilder("""
				# Benchmarks

				Made by `./mvnw verify -Pbench`, with PostgreSQL 17 and its fsync. Simulator, program and PostgreSQL are processes of their own and share the
				machine, with others beside them: what counts is the ratios, each of figures of the same run.
				`-Dbench.arguments=staging` measures one part anew, `-Dbench.scale=100` a hundredth of all carts for a look.

				""");
		for (String name : names) {
			if (this.sections.containsKey(name)) {
				text.append("<!-- ").append(name).append(" -->\n").append(this.sections.get(name));
			}
		}
		Files.writeString(this.file, text.toString().stripTrailing() + "\n");
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
