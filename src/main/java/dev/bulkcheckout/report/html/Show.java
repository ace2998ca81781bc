package dev.bulkcheckout.report.html;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;

/**
 * Values as the templates write them.
 */
public final class Show {

	private static final int MOST_CHARACTERS = 240;

	private Show() {
	}

	/**
	 * Text that came from elsewhere, as it may be shown: control characters as their
	 * pictures, marks that turn the direction of writing by name, at most 240 characters.
	 * The template escapes it and sets it apart.
	 */
	public static String foreign(@Nullable String text) {
		return foreign(text, MOST_CHARACTERS);
	}

	/**
	 * The same with another bound.
	 */
	public static String foreign(@Nullable String text, int most) {
		if (text == null) {
			return "";
		}
		StringBuilder shown = new StringBuilder();
		text.codePoints().limit(most).forEach((c) -> {
			if (c < 0x20) {
				shown.appendCodePoint(0x2400 + c);
			}
			else if (c == 0x7F) {
				shown.append('\u2421');
			}
			else if (turns(c)) {
				shown.append("[U+%04X]".formatted(c));
			}
			else {
				shown.appendCodePoint(c);
			}
		});
		return (text.codePointCount(0, text.length()) > most) ? shown.append('…').toString() : shown.toString();
	}

	/** Marks without width, and those that other text could be hidden with. */
	private static boolean turns(int c) {
		int type = Character.getType(c);
		return type == Character.FORMAT || type == Character.CONTROL || type == Character.LINE_SEPARATOR
				|| type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE;
	}

	/**
	 * Three letters for an outcome, of which styles and symbols are named.
	 */
	public static String key(Outcome outcome) {
		return switch (outcome) {
			case ORDERED -> "ord";
			case PARTIALLY_ORDERED -> "par";
			case ALREADY_ORDERED -> "alr";
			case REFUSED -> "ref";
			case UNKNOWN -> "unk";
			case NOT_ATTEMPTED -> "not";
		};
	}

	/**
	 * The same for a subscription id.
	 */
	public static String key(SubscriptionState state) {
		return switch (state) {
			case PROVISIONED -> "ord";
			case AWAITED -> "alr";
			case MISSING, ORDER_FAILED -> "ref";
			case NOT_EXPECTED -> "not";
		};
	}

	/**
	 * A share in per cent, for places and widths.
	 */
	public static String percent(double part, double whole) {
		return (whole == 0) ? "0%" : String.format(Locale.ROOT, "%.2f%%", 100 * part / whole);
	}

}
