package dev.bulkcheckout.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A line of a file without its end: what lies between two LF, or CRLF, in bytes.
 */
final class PhysicalLine {

	/** Longer lines are not kept, in bytes. */
	static final int LONGEST = 64 * 1024;

	private static final int SHOWN = 1_000;

	private static final char REPLACEMENT = '\uFFFD';

	private final long number;

	private final byte[] bytes;

	private final long length;

	/**
	 * Takes the line's bytes as they are.
	 * @param number 1 for the first line of the file
	 * @param bytes the line, or its beginning if it is longer than {@link #LONGEST}
	 * @param length of the whole line in bytes
	 */
	PhysicalLine(long number, byte[] bytes, long length) {
		this.number = number;
		this.bytes = bytes;
		this.length = length;
	}

	long number() {
		return this.number;
	}

	long length() {
		return this.length;
	}

	boolean isTooLong() {
		return this.length > LONGEST;
	}

	/**
	 * The line as text for the parser; empty if it is not UTF-8. A lone CR, which the
	 * parser would take for a line end, becomes a blank.
	 */
	Optional<String> text() {
		String text = new String(this.bytes, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8()) {
			return Optional.empty();
		}
		return Optional.of(withoutCarriageReturns(text));
	}

	/**
	 * The same with a replacement character for what is not UTF-8.
	 */
	String lenientText() {
		return withoutCarriageReturns(new String(this.bytes, StandardCharsets.UTF_8));
	}

	/**
	 * The line for people and for the ledger: cut, and without a character that shows
	 * nothing.
	 */
	String visible() {
		return VisibleText.of(new String(this.bytes, StandardCharsets.UTF_8), SHOWN);
	}

	RejectedRow rejected(String reason) {
		return new RejectedRow(this.number, reason, visible());
	}

	/**
	 * Where the line stops being UTF-8, for people; to be asked only of a line without
	 * text.
	 */
	String firstBadByte() {
		int position = endOfUtf8();
		return "byte 0x%02X at position %d".formatted(this.bytes[position], position + 1);
	}

	/**
	 * Tells whether there is a CR that is not part of a line end.
	 */
	boolean hasLoneCarriageReturn() {
		return new String(this.bytes, StandardCharsets.ISO_8859_1).indexOf('\r') >= 0;
	}

	private boolean isUtf8() {
		return endOfUtf8() == this.bytes.length;
	}

	private int endOfUtf8() {
		ByteBuffer rest = ByteBuffer.wrap(this.bytes);
		StandardCharsets.UTF_8.newDecoder().decode(rest, CharBuffer.allocate(this.bytes.length), true);
		return rest.position();
	}

	private static String withoutCarriageReturns(String text) {
		return text.replace('\r', ' ');
	}

}
