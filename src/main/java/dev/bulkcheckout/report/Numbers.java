package dev.bulkcheckout.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts, amounts and durations as people read them.
 */
public final class Numbers {

	private Numbers() {
	}

	/**
	 * With thousands separators.
	 */
	public static String of(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	/**
	 * With its noun, which takes an {@code s} unless the number is one.
	 */
	public static String of(long number, String noun) {
		return of(number) + " " + noun + ((number == 1) ? "" : "s");
	}

	/**
	 * An amount of money, with two decimals at least.
	 */
	public static String of(BigDecimal amount) {
		return String.format(Locale.ROOT, "%,." + Math.max(2, amount.stripTrailingZeros().scale()) + "f", amount);
	}

	/**
	 * How long something took, to the second.
	 */
	public static String of(Duration duration) {
		if (duration.toMinutes() == 0) {
			return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
		}
		return (duration.toHours() == 0) ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
				: "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
	}

}
