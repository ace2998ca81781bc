package dev.bulkcheckout.partnercenter;

import org.jspecify.annotations.Nullable;

/**
 * An answer's body as text. {@link #toString()} leaves the text out.
 *
 * @param text without byte order mark and blanks around it; empty if there was none or it
 * could not be read
 * @param fault why it could not be read, for the operator; null if it could
 */
public record Body(String text, @Nullable String fault) {

	private static final int EXCERPT_LENGTH = 300;

	/**
	 * Its beginning in one line, for the operator; perhaps empty.
	 */
	public String excerpt() {
		String start = Shortened.to(4 * EXCERPT_LENGTH, this.text);
		return Shortened.to(EXCERPT_LENGTH, start.replaceAll("[\\s\\p{Cntrl}]+", " "));
	}

	@Override
	public String toString() {
		return "Body[%d characters]".formatted(this.text.length());
	}

}
