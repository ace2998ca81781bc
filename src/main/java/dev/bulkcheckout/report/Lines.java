package dev.bulkcheckout.report;

import java.io.IOException;

/**
 * Writes lines that fit a terminal. Control characters of foreign texts are shown as
 * blanks, so that no answer of a service can move the cursor.
 */
public final class Lines {

	private final Appendable target;

	private final int width;

	/**
	 * Writes lines of so many columns.
	 */
	public Lines(Appendable target, int width) {
		this.target = target;
		this.width = width;
	}

	/**
	 * Writes a line as it is, but for blanks at its end.
	 * @throws IOException if the target does not take it
	 */
	public void line(String text) throws IOException {
		this.target.append(visible(text).stripTrailing()).append(System.lineSeparator());
	}

	/**
	 * Writes text behind a label, wrapped between words; the lines that follow are
	 * indented by the label's length. A word longer than a line is not broken: it may be
	 * an id to copy.
	 * @throws IOException if the target does not take it
	 */
	public void wrapped(String label, String text) throws IOException {
		String indent = " ".repeat(label.length());
		StringBuilder line = new StringBuilder(label);
		boolean begun = false;
		for (String word : visible(text).strip().split("\\s+", -1)) {
			if (begun && line.length() + 1 + word.length() > this.width) {
				line(line.toString());
				line = new StringBuilder(indent);
				begun = false;
			}
			line.append(begun ? " " : "").append(word);
			begun = true;
		}
		line(line.toString());
	}

	private static String visible(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}]", " ");
	}

}
