package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a refusal of the token endpoint means to an operator and what to do about it: the
 * table {@code refusals.txt}. The numbers may change: one that is not there goes by its
 * OAuth 2.0 error.
 *
 * @param meaning what is wrong
 * @param advice what to do
 * @param passing whether asking again may help
 * @param pause before asking again, unless the answer says how long; null for the usual
 * pauses
 */
record RefusalAdvice(String meaning, String advice, boolean passing, @Nullable Duration pause) {

	/** The assertion was outside its time. */
	static final int ASSERTION_OUTSIDE_ITS_TIME = 700024;

	private static final RefusalAdvice UNKNOWN = new RefusalAdvice("the request was refused",
			"look the number up at https://login.microsoftonline.com/error, or ask Microsoft's support with the ids below",
			false, null);

	private static final Map<String, RefusalAdvice> TABLE = table();

	/**
	 * The advice for a refusal; by its number, else by its error, else general.
	 */
	static RefusalAdvice on(TokenRefusal refusal) {
		RefusalAdvice byCode = TABLE.get(String.valueOf(refusal.code()));
		return (byCode != null) ? byCode : TABLE.getOrDefault(refusal.error(), UNKNOWN);
	}

	private static Map<String, RefusalAdvice> table() {
		Map<String, String> phrases = new HashMap<>();
		Map<String, RefusalAdvice> table = new HashMap<>();
		for (String line : text().lines().filter((text) -> !text.isEmpty() && !text.startsWith("#")).toList()) {
			String[] cells = line.split(" *\\| *", -1);
			if (cells.length == 2) {
				phrases.put(cells[0], cells[1]);
				continue;
			}
			String advice = cells[2];
			for (Map.Entry<String, String> phrase : phrases.entrySet()) {
				advice = advice.replace(phrase.getKey(), phrase.getValue());
			}
			boolean passing = cells.length > 3;
			String pause = passing ? cells[3].replaceFirst("passes( after )?", "") : "";
			for (String code : cells[0].split(", ", -1)) {
				table.put(code,
						new RefusalAdvice(cells[1], advice, passing, pause.isEmpty() ? null : Duration.parse(pause)));
			}
		}
		return Map.copyOf(table);
	}

	private static String text() {
		try (InputStream table = RefusalAdvice.class.getResourceAsStream("refusals.txt")) {
			return new String(Objects.requireNonNull(table, "refusals.txt").readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
