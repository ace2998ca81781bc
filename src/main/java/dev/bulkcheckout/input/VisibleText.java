package dev.bulkcheckout.input;

import java.util.regex.Pattern;

/**
 * Foreign text made fit for a table, a log line and a pair of eyes.
 */
final class VisibleText {

	/**
	 * Control characters, marks without width, other line ends, halves of pairs; a tab
	 * may be the delimiter.
	 */
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\t]]");

	private static final int CONTROL_PICTURES = 0x2400;

	private static final String CUT = "…";

	private VisibleText() {
	}

	/**
	 * Shows what shows nothing, as a picture or by its code point.
	 */
	static String of(String text) {
		return INVISIBLE.matcher(text).replaceAll((found) -> picture(found.group().codePointAt(0)));
	}

	/**
	 * The same, and never longer than the limit; an ellipsis shows that text was cut.
	 */
	static String of(String text, int limit) {
		// beyond twice the limit nothing can be shown any more
		String visible = of((text.length() > 2 * limit) ? text.substring(0, 2 * limit) : text);
		if (visible.length() <= limit) {
			return visible;
		}
		int end = limit - CUT.length();
		return visible.substring(0, Character.isHighSurrogate(visible.charAt(end - 1)) ? end - 1 : end) + CUT;
	}

	private static String picture(int codePoint) {
		if (codePoint < ' ') {
			return Character.toString(CONTROL_PICTURES + codePoint);
		}
		return (codePoint == 0x7F) ? "␡" : "\\\\u{%X}".formatted(codePoint);
	}

}
