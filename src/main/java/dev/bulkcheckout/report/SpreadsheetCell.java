package dev.bulkcheckout.report;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from taking text that came from elsewhere for a formula. Source:
 * OWASP, "CSV Injection" (read 2026-11).
 * <p>
 * A cell whose first character, after blanks, quotes, apostrophes and invisible
 * characters, is one of {@code = + - @} (also full-width), or that begins with a tab or a
 * line end, gets an apostrophe in front. That holds for every cell of every file, order
 * ids that begin with {@code -} included: a spreadsheet would show those as
 * {@code #NAME?}. Only a plain negative number of up to 15 digits stays as it is, since
 * every spreadsheet reads it as just that.
 * <p>
 * Nothing is lost: {@link #original} takes the apostrophe off again, and so can any
 * program, since no cell without an added one looks as if it had one.
 */
public final class SpreadsheetCell {

	private static final Pattern FORMULA = Pattern
		.compile("[\\t\\r\\n].*|[\\s\\p{Z}\\p{Cc}\\p{Cf}\"']*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

	private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-(\\d{1,15}|(?=.{3,16}$)\\d+\\.\\d+)");

	/** Of ASCII: what neither CSV nor a spreadsheet makes anything of. */
	private static final boolean[] PLAIN = new boolean[128];

	static {
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-:._".chars().forEach((c) -> PLAIN[c] = true);
	}

	private SpreadsheetCell() {
	}

	/**
	 * The cell as it may be written.
	 */
	public static String defused(String text) {
		return isFormula(text) ? "'" + text : text;
	}

	/**
	 * Whether a cell is a letter or a digit, followed by such and by what neither CSV nor
	 * a spreadsheet makes anything of.
	 */
	public static boolean isPlain(String text) {
		boolean plain = !text.isEmpty() && isOrdinary(text.charAt(0));
		for (int i = 1; plain && i < text.length(); i++) {
			char c = text.charAt(i);
			plain = c < PLAIN.length && PLAIN[c];
		}
		return plain;
	}

	/**
	 * The text of a cell that was written by {@link #defused}.
	 */
	static String original(String cell) {
		return (cell.startsWith("'") && isFormula(cell.substring(1))) ? cell.substring(1) : cell;
	}

	private static boolean isFormula(String text) {
		return !text.isEmpty() && !isOrdinary(text.charAt(0)) && FORMULA.matcher(text).matches()
				&& !NEGATIVE_NUMBER.matcher(text).matches();
	}

	/** Spares the pattern for nearly every cell. */
	private static boolean isOrdinary(char first) {
		return (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
	}

}
