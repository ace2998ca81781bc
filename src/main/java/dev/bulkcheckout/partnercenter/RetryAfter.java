package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks to wait. Source: "API throttling guidance" (read 2026-11) shows
 * whole seconds in the header; HTTP allows a date as well. That the wait is a fraction,
 * negative, or only in the text ("Try again in 57 seconds.") is what users report of APIs
 * of this kind.
 */
final class RetryAfter {

	private static final Pattern SECONDS = Pattern.compile("[+-]?\\d{1,9}([.,]\\d{1,9})?");

	private static final Pattern IN_TEXT = Pattern.compile(
			"(?:again|retry|wait)[^\\d.]{0,40}?(\\d{1,6}(?:[.,]\\d{1,9})?)\\s*(milliseconds?|ms|minutes?|mins?|seconds?|secs?|s)?\\b",
			Pattern.CASE_INSENSITIVE);

	private RetryAfter() {
	}

	/**
	 * Reads the header, else the text; a part of a second is a whole one.
	 * @param date the answer's Date header: a retry date is relative to the clock that
	 * wrote it, not to ours
	 * @param text of an error; empty to go by the header alone
	 * @return never negative; null if nothing is said or it cannot be read
	 */
	static @Nullable Duration read(@Nullable String value, @Nullable String date, String text, InstantSource clock) {
		String header = (value != null) ? value.strip() : "";
		if (header.isEmpty()) {
			return inText(text);
		}
		boolean number = SECONDS.matcher(header).matches();
		if (number && !header.startsWith("-")) {
			return rounded(header);
		}
		Instant until = number ? null : DateUtils.parseStandardDate(header);
		if (until != null) {
			Instant now = (date != null) ? DateUtils.parseStandardDate(date) : null;
			Duration wait = Duration.between((now != null) ? now : clock.instant(), until);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		Duration told = inText(text);
		// less than nothing is said, but something is: not much
		return (told != null || !number) ? told : Duration.ofSeconds(1);
	}

	private static @Nullable Duration inText(String text) {
		Matcher matcher = text.isEmpty() ? null : IN_TEXT.matcher(text);
		if (matcher == null || !matcher.find()) {
			return null;
		}
		String unit = (matcher.group(2) != null) ? matcher.group(2).toLowerCase(Locale.ROOT) : "s";
		String number = matcher.group(1);
		if (unit.startsWith("mi") && !unit.startsWith("mil")) {
			return rounded(number).multipliedBy(60);
		}
		return unit.startsWith("m") ? Duration.ofSeconds((rounded(number).toSeconds() + 999) / 1000) : rounded(number);
	}

	private static Duration rounded(String seconds) {
		return Duration
			.ofSeconds(new BigDecimal(seconds.replace(',', '.')).setScale(0, RoundingMode.CEILING).longValue());
	}

}
