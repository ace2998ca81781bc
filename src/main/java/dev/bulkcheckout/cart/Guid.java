package dev.bulkcheckout.cart;

import java.util.HexFormat;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The one form of GUID that may reach a URL: 8-4-4-4-12 hex digits with hyphens, in
 * either case, nothing around it.
 */
final class Guid {

	private static final int LENGTH = 36;

	private Guid() {
	}

	static boolean isValid(@Nullable String value) {
		if (value == null || value.length() != LENGTH) {
			return false;
		}
		for (int i = 0; i < LENGTH; i++) {
			char c = value.charAt(i);
			boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
			if (hyphen ? c != '-' : !HexFormat.isHexDigit(c)) {
				return false;
			}
		}
		return true;
	}

	static void check(String name, String value) {
		if (!isValid(value)) {
			throw new IllegalArgumentException(name + " is not a GUID");
		}
	}

	static int hash(String value) {
		return value.toLowerCase(Locale.ROOT).hashCode();
	}

}
