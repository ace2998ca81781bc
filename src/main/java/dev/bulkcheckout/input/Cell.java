package dev.bulkcheckout.input;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bulkcheckout.cart.CartId;

/**
 * What a cell of the input says, as people mean it.
 */
final class Cell {

	private static final int SHOWN = 60;

	private static final int NAMES_SHOWN = 10;

	private static final int GUID_DIGITS = 32;

	private static final int GUID_LENGTH = 36;

	/** Hyphens, and what a typist or a typesetter makes of them. */
	private static final String BETWEEN = "\\s\\p{Z}\\p{Pd}_\u2212\u2043\u02D7";

	/** Blanks, brackets, quotes; = before a quote keeps a spreadsheet from counting. */
	private static final String AROUND = "\\s\\p{Z}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\"'`\u00B4=<>\uFF02\uFF07";

	private static final Pattern GUID = Pattern
		.compile("[A]*+(?i:(?:urn:)?[gu]uid:?)?[A]*+(X{8})[B]*+(X{4})[B]*+(X{4})[B]*+(X{4})[B]*+(X{12})[A]*+"
			.replace("A", AROUND)
			.replace("B", BETWEEN)
			.replace("X", "[0-9A-Fa-f]"));

	/** What no GUID has, in whatever form. */
	private static final Pattern STRANGE = Pattern.compile("[^0-9A-Fa-f" + AROUND + BETWEEN + "]");

	private static final Pattern STRANGE_AND_NOT_ASCII = Pattern.compile("[^\\x20-\\x7E" + AROUND + BETWEEN + "]");

	private Cell() {
	}

	/**
	 * The GUID that a cell means beyond doubt, in the form 8-4-4-4-12: its 32 digits in
	 * that order and grouping, whatever stands between the groups as a hyphen or around
	 * as quotes and brackets, digits of any script, and marks without width passed over.
	 * A letter that only looks like one of a GUID is left.
	 * @return the cell if it means none
	 */
	static String guid(String cell) {
		if (CartId.isValid(cell)) {
			return cell;
		}
		Matcher matcher = GUID.matcher(legible(cell));
		return matcher.matches() ? matcher.replaceFirst("$1-$2-$3-$4-$5") : cell;
	}

	/**
	 * A column's name without what may differ: case, blanks, marks, punctuation.
	 */
	static String name(String cell) {
		return cell.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
	}

	/**
	 * Tells whether there is nothing but blanks and marks without width.
	 */
	static boolean isBlank(String cell) {
		return trim(legible(cell)).isEmpty();
	}

	/**
	 * Why a cell means no GUID, so that a person can see it.
	 */
	static String noGuid(String column, String cell) {
		String text = trim(legible(cell));
		if (text.isEmpty()) {
			return column + " is empty";
		}
		String hint = stranger(text, (text.length() == GUID_LENGTH) ? STRANGE : STRANGE_AND_NOT_ASCII);
		long digits = text.chars().filter((c) -> Character.digit(c, 16) >= 0).count();
		if (!STRANGE.matcher(text).find() && digits != GUID_DIGITS) {
			hint = " has %d of a GUID's %d digits".formatted(digits, GUID_DIGITS);
		}
		return column + " is not a GUID: " + quoted(cell) + hint;
	}

	/**
	 * The first cells of a row for a message.
	 */
	static String shown(List<String> cells) {
		String first = cells.stream()
			.limit(NAMES_SHOWN)
			.map((cell) -> quoted(cell) + stranger(legible(cell), STRANGE_AND_NOT_ASCII))
			.collect(Collectors.joining(", "));
		int more = cells.size() - NAMES_SHOWN;
		return (more > 0) ? first + " and %d more".formatted(more) : first;
	}

	private static String quoted(String cell) {
		return '"' + VisibleText.of(trim(cell), SHOWN) + '"';
	}

	private static String stranger(String text, Pattern strange) {
		Matcher matcher = strange.matcher(text);
		if (!matcher.find()) {
			return "";
		}
		int character = matcher.group().codePointAt(0);
		return " has \"%s\" (U+%04X %s) as character %d".formatted(VisibleText.of(Character.toString(character)),
				character, Character.getName(character), text.codePointCount(0, matcher.start()) + 1);
	}

	/**
	 * Writes digits of other scripts as ours, and leaves out marks without width.
	 */
	private static String legible(String cell) {
		if (cell.chars().allMatch((c) -> c > ' ' && c < 0x7F)) {
			return cell;
		}
		StringBuilder legible = new StringBuilder(cell.length());
		cell.codePoints().filter((c) -> !Character.isIdentifierIgnorable(c)).forEach((c) -> {
			int digit = (c < 0x7F) ? -1 : Character.digit(c, 16);
			legible.appendCodePoint((digit < 0) ? c : Character.forDigit(digit, 16));
		});
		return legible.toString();
	}

	private static String trim(String cell) {
		return cell.replaceAll("^[\\s\\p{Z}]++|[\\s\\p{Z}]++$", "");
	}

}
