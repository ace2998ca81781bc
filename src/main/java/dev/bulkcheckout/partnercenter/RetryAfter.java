package dev.bulkcheckout.partnercenter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads Retry-After. Source: "API throttling guidance" (read 2026-11) shows whole
 * seconds; HTTP allows a date as well.
 */
final class RetryAfter {

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private RetryAfter() {
	}

	/**
	 * Reads the header.
	 * @param date the answer's Date header: a retry date is relative to the clock that
	 * wrote it, not to ours
	 * @return never negative; null if there is none or it cannot be read
	 */
	static @Nullable Duration read(@Nullable String value, @Nullable String date, InstantSource clock) {
		if (value == null) {
			return null;
		}
		String text = value.strip();
		if (SECONDS.matcher(text).matches()) {
			return Duration.ofSeconds(Long.parseLong(text));
		}
		Instant until = DateUtils.parseStandardDate(text);
		if (until == null) {
			return null;
		}
		Instant now = (date != null) ? DateUtils.parseStandardDate(date) : null;
		Duration wait = Duration.between((now != null) ? now : clock.instant(), until);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

}
