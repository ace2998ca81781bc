package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.bulkcheckout.simulator.Scenario.BehaviourRule;
import dev.bulkcheckout.simulator.Scenario.Which;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario file: a line each for a setting, an outage, or what some carts do.
 * {@link Simulator#guide()} lists the lines.
 */
public final class ScenarioFile {

	private final SimulatorSettings.Builder settings;

	private final List<BehaviourRule> rules = new ArrayList<>();

	private final List<DownWindow> down = new ArrayList<>();

	private TokenSettings tokens;

	private ScenarioFile(SimulatorSettings base) {
		this.settings = base.toBuilder();
		this.tokens = base.tokens();
	}

	/**
	 * These settings with what the file says.
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException naming the line that is not understood
	 */
	public static SimulatorSettings read(Path file, SimulatorSettings base) throws IOException {
		return parse(Files.readString(file), base);
	}

	/**
	 * These settings with what the text of a file says.
	 * @throws IllegalArgumentException naming the line that is not understood
	 */
	public static SimulatorSettings parse(String text, SimulatorSettings base) {
		ScenarioFile file = new ScenarioFile(base);
		List<String> lines = text.lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).replaceFirst("#.*", "").strip();
			if (!line.isEmpty()) {
				try {
					file.line(line.split("\\s+"));
				}
				catch (IllegalArgumentException ex) {
					throw new IllegalArgumentException("line " + (i + 1) + " of the scenario, '" + line
							+ "', is not understood: " + ex.getMessage(), ex);
				}
			}
		}
		return file.settings.tokens(file.tokens).scenario(new Scenario(file.rules, file.down)).build();
	}

	private void line(String[] words) {
		if (words.length == 1 && !words[0].equals("token-life-as-text")) {
			throw new IllegalArgumentException("it says only one word");
		}
		switch (words[0]) {
			case "latency" -> this.settings.latency(latency(words));
			case "provisioning" -> this.settings.provisioning(latency(words));
			case "trouble" -> this.settings.trouble(DurationWords.parse(words[1]));
			case "list-lag" -> this.settings.listLag(DurationWords.parse(words[1]));
			case "hang" -> this.settings.hang(DurationWords.parse(words[1]));
			case "retry-after" -> this.settings.retryAfter(DurationWords.parse(words[1]));
			case "record" -> this.settings.recordedRequests(Integer.parseInt(words[1]));
			case "throttle" -> this.settings.throttle(Throttle.parse(rest(words, 1)));
			case "token-life" -> this.tokens = this.tokens.withLife(DurationWords.parse(words[1]));
			case "token-life-as-text" -> this.tokens = this.tokens.withAnnouncedLife(this.tokens.announcedLife(), true);
			case "down" -> this.down.add(down(words));
			case "cart", "carts" -> this.rules
				.add(new BehaviourRule(new Which.IdPrefix(words[1].toLowerCase(Locale.ROOT)), behaviour(words, 2)));
			case "percent" -> {
				boolean seeded = words.length > 2 && words[2].startsWith("seed=");
				long seed = seeded ? Long.parseLong(words[2].substring("seed=".length())) : 0;
				this.rules.add(new BehaviourRule(new Which.Percent(Double.parseDouble(words[1]), seed),
						behaviour(words, seeded ? 3 : 2)));
			}
			case "others" -> this.rules.add(new BehaviourRule(new Which.All(), behaviour(words, 1)));
			default -> throw new IllegalArgumentException("'" + words[0] + "' begins no line");
		}
	}

	private static Latency latency(String[] words) {
		Duration median = DurationWords.parse(words[1]);
		return (words.length > 2) ? Latency.lognormal(median, DurationWords.parse(words[2])) : Latency.fixed(median);
	}

	private static DownWindow down(String[] words) {
		@Nullable Duration after = null;
		@Nullable Duration length = null;
		long checkouts = 0;
		for (String word : Arrays.asList(words).subList(2, words.length)) {
			switch (name(word)) {
				case "after" -> after = DurationWords.parse(value(word));
				case "after-checkouts" -> checkouts = Long.parseLong(value(word));
				case "for" -> length = DurationWords.parse(value(word));
				default -> throw new IllegalArgumentException("'" + word + "' is not known of an outage");
			}
		}
		OutageMode kind = Behaviour.word(OutageMode.class, words[1]);
		if (after == null && checkouts < 1) {
			throw new IllegalArgumentException("it needs after=DURATION or after-checkouts=N");
		}
		return (after != null) ? DownWindow.after(after, kind, length)
				: DownWindow.afterCheckouts(checkouts, kind, length);
	}

	private static Behaviour behaviour(String[] words, int from) {
		if (from >= words.length) {
			throw new IllegalArgumentException("it does not say what the carts do");
		}
		return Behaviour.parse(rest(words, from));
	}

	private static String rest(String[] words, int from) {
		return String.join(" ", Arrays.asList(words).subList(from, words.length));
	}

	private static String name(String word) {
		return word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
	}

	private static String value(String word) {
		return word.substring(word.indexOf('=') + 1);
	}

}
