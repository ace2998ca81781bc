package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class DurationParser {

	private static final Pattern SHORT = Pattern.compile("(\\d+)(ms|s|m|h)");

	private DurationParser() {
	}

	/**
	 * Reads {@code 250ms}, {@code 90s}, {@code 30m}, {@code 2h} or ISO 8601.
	 * @throws IllegalArgumentException if it is none of them
	 */
	static Duration parse(String text) {
		Matcher matcher = SHORT.matcher(text);
		if (matcher.matches()) {
			long number = Long.parseLong(matcher.group(1));
			return switch (matcher.group(2)) {
				case "ms" -> Duration.ofMillis(number);
				case "s" -> Duration.ofSeconds(number);
				case "m" -> Duration.ofMinutes(number);
				default -> Duration.ofHours(number);
			};
		}
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a duration such as 250ms, 90s, 30m, 2h or PT90S",
					ex);
		}
	}

}
