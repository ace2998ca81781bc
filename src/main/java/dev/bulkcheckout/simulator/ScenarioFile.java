package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.bulkcheckout.simulator.Scenario.BehaviourRule;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario file: a line each for a setting, an outage, or what some carts do.
 * {@link Simulator#guide()} lists the lines.
 */
public final class ScenarioFile {

	private final SimulatorSettings.Builder settings;

	private final List<BehaviourRule> rules = new ArrayList<>();

	private final List<DownWindow> down = new ArrayList<>();

	private final List<Consumer<SimulatedCustomers>> customers = new ArrayList<>();

	private final List<Duration> revocations = new ArrayList<>();

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
					String[] parts = line.split("\\s+", 2);
					file.line(parts[0], (parts.length > 1) ? parts[1] : "");
				}
				catch (IllegalArgumentException ex) {
					throw new IllegalArgumentException("line " + (i + 1) + " of the scenario, '" + line
							+ "', is not understood: " + ex.getMessage(), ex);
				}
			}
		}
		return file.settings.tokens(file.tokens)
			.scenario(new Scenario(file.rules, file.down, file.customers, file.revocations))
			.build();
	}

	private void line(String name, String rest) {
		switch (name) {
			case "latency" -> this.settings.latency(latency(rest));
			case "provisioning" -> this.settings.provisioning(latency(rest));
			case "trouble" -> this.settings.trouble(DurationParser.parse(rest));
			case "list-lag" -> this.settings.listLag(DurationParser.parse(rest));
			case "hang" -> this.settings.hang(DurationParser.parse(rest));
			case "retry-after" -> this.settings.retryAfter(DurationParser.parse(rest));
			case "record" -> this.settings.recordedRequests(Integer.parseInt(rest));
			case "throttle" -> this.settings.throttle(Throttle.parse(rest));
			case "token-life" -> this.tokens = this.tokens.withLife(DurationParser.parse(rest));
			case "token-life-as-text" -> this.tokens = this.tokens.withLifeForm(TokenLifeForm.TEXT);
			case "token-life-as" ->
				this.tokens = this.tokens.withLifeForm(ScenarioWords.constant(TokenLifeForm.class, rest));
			case "revoke" -> revoke(ScenarioWords.of(rest));
			case "down" -> down(ScenarioWords.of(rest));
			case "customer" -> customer(ScenarioWords.of(rest));
			case "cart", "carts" -> {
				String[] parts = parts(rest);
				String prefix = parts[0].toLowerCase(Locale.ROOT);
				rule((cart) -> cart.cart().toString().startsWith(prefix), parts[1]);
			}
			case "percent" -> {
				String[] parts = parts(rest);
				boolean seeded = parts[1].startsWith("seed=");
				String[] seed = seeded ? parts(parts[1].substring("seed=".length())) : new String[] { "0", parts[1] };
				double percent = Double.parseDouble(parts[0]);
				long salt = StableRandom.of(Long.parseLong(seed[0]));
				rule((cart) -> StableRandom.fraction(cart.hash() ^ salt) * 100 < percent, seed[1]);
			}
			case "others" -> rule((cart) -> true, rest);
			default -> throw new IllegalArgumentException("'" + name + "' begins no line");
		}
	}

	private void rule(Predicate<CartKey> carts, String words) {
		if (words.isEmpty()) {
			throw new IllegalArgumentException("it does not say what the carts do");
		}
		this.rules.add(new BehaviourRule(carts, Behaviour.parse(words)));
	}

	/** What comes before the first blank and after it. */
	private static String[] parts(String text) {
		String[] parts = text.split("\\s+", 2);
		return (parts.length == 2) ? parts : new String[] { text, "" };
	}

	private static Latency latency(String text) {
		String[] parts = parts(text);
		Duration median = DurationParser.parse(parts[0]);
		return parts[1].isEmpty() ? Latency.fixed(median) : Latency.lognormal(median, DurationParser.parse(parts[1]));
	}

	private void customer(ScenarioWords words) {
		UUID customer = UUID.fromString(words.first());
		int missing = words.value("missing", Integer::parseInt, 0);
		boolean disagrees = words.has("no-agreement");
		this.customers.add((customers) -> {
			customers.miss(customer, missing);
			if (disagrees) {
				customers.disagree(customer);
			}
		});
		words.end("a customer");
	}

	private void revoke(ScenarioWords words) {
		Duration after = words.value("after", DurationParser::parse, Duration.ZERO);
		Duration length = words.value("for", DurationParser::parse, Duration.ZERO);
		int times = words.value("times", Integer::parseInt, 1);
		for (int i = 0; i < times; i++) {
			this.revocations.add(after.plus(length.multipliedBy(i).dividedBy(times)));
		}
		words.end("a revocation");
	}

	private void down(ScenarioWords words) {
		OutageMode kind = ScenarioWords.constant(OutageMode.class, words.first());
		@Nullable Duration after = words.<@Nullable Duration>value("after", DurationParser::parse, null);
		long checkouts = words.value("after-checkouts", Long::parseLong, 0L);
		@Nullable Duration length = words.<@Nullable Duration>value("for", DurationParser::parse, null);
		words.end("an outage");
		if (after == null && checkouts < 1) {
			throw new IllegalArgumentException("it needs after=DURATION or after-checkouts=N");
		}
		this.down.add(new DownWindow(kind, after, checkouts, length));
	}

}
