package dev.bulkcheckout.input;

/**
 * Foreign text made fit for a table, a log line and a pair of eyes.
 */
final class VisibleText {

	private static final char CONTROL_PICTURES = '\u2400';

	private static final char DELETE_PICTURE = '\u2421';

	private static final String CUT = "…";

	private VisibleText() {
	}

	/**
	 * Makes control characters, invisible ones and halves of surrogate pairs visible; a
	 * tab stays, since it may be the delimiter.
	 */
	static String of(String text) {
		if (text.chars().noneMatch(VisibleText::isInvisible)) {
			return text;
		}
		StringBuilder visible = new StringBuilder(text.length() + 16);
		text.codePoints().forEach((codePoint) -> append(visible, codePoint));
		return visible.toString();
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
		if (Character.isHighSurrogate(visible.charAt(end - 1))) {
			end--;
		}
		return visible.substring(0, end) + CUT;
	}

	private static void append(StringBuilder visible, int codePoint) {
		if (!isInvisible(codePoint)) {
			visible.appendCodePoint(codePoint);
		}
		else if (codePoint < ' ') {
			visible.append((char) (CONTROL_PICTURES + codePoint));
		}
		else if (codePoint == 0x7F) {
			visible.append(DELETE_PICTURE);
		}
		else {
			visible.append("\\u{%X}".formatted(codePoint));
		}
	}

	private static boolean isInvisible(int codePoint) {
		if ((codePoint >= ' ' && codePoint < 0x7F) || codePoint == '\t') {
			return false;
		}
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
