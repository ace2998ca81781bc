package dev.bulkcheckout.report;

import java.util.Locale;

/**
 * Counts as people read them.
 */
final class Numbers {

	private Numbers() {
	}

	static String of(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
