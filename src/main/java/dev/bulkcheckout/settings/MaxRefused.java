package dev.bulkcheckout.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much may be refused before the run stops, so that a wrong file does not burn a
 * night: a number of carts, or a share of those settled once fifty are.
 *
 * @param limit carts, or per cent
 * @param share whether the limit is a share
 */
public record MaxRefused(int limit, boolean share) {

	/** What holds where nothing is said. */
	public static final MaxRefused DEFAULT = new MaxRefused(20, true);

	private static final int FIRST_CARTS = 50;

	private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(%?)");

	/**
	 * Refuses nonsense.
	 */
	public MaxRefused {
		if (share && limit > 100) {
			throw new IllegalArgumentException("a share of " + limit + "% is more than all");
		}
	}

	/**
	 * Reads {@code N} or {@code P%}.
	 * @throws IllegalArgumentException for anything else
	 */
	public static MaxRefused of(String text) {
		Matcher matcher = FORM.matcher(text.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is neither a number of carts (100) nor a share of them (20%)");
		}
		return new MaxRefused(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
	}

	/**
	 * So many carts, which is what a file in YAML says without quotes.
	 */
	public static MaxRefused of(Integer carts) {
		return of(carts.toString());
	}

	/**
	 * Whether so many refused carts are too many.
	 */
	public boolean isExceeded(long refused, long settled) {
		if (!this.share) {
			return refused > this.limit;
		}
		return settled >= FIRST_CARTS && refused * 100 > settled * this.limit;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, this.share ? "%d%%" : "%d", this.limit);
	}

}
