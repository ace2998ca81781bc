package dev.bulkcheckout.cart;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The one form of GUID that may reach a URL: 8-4-4-4-12 hex digits with hyphens, in
 * either case, nothing around it.
 */
final class Guid {

	private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	private Guid() {
	}

	static boolean isValid(@Nullable String value) {
		return value != null && FORM.matcher(value).matches();
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
