package dev.bulkcheckout.page;

import java.util.Locale;

/**
 * What somebody may do.
 */
public final class Roles {

	/** May see. */
	public static final String VIEWER = "VIEWER";

	/** May see and act. */
	public static final String OPERATOR = "OPERATOR";

	private Roles() {
	}

	static String of(String word) {
		return word.toUpperCase(Locale.ROOT);
	}

}
