package dev.bulkcheckout.partnercenter;

import java.time.Duration;

/**
 * Says a duration as people do: {@code 3 minutes}, {@code 90 seconds}, {@code 250 ms}.
 */
final class Durations {

	private Durations() {
	}

	static String inWords(Duration duration) {
		if (duration.toMillisPart() != 0) {
			return duration.toMillis() + " ms";
		}
		long seconds = duration.toSeconds();
		return (seconds >= 120 && seconds % 60 == 0) ? seconds / 60 + " minutes" : count(seconds, "second");
	}

	private static String count(long number, String unit) {
		return number + " " + unit + ((number == 1) ? "" : "s");
	}

}
