package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a source, one after another, with a look ahead. However long a line is, no
 * more than {@link #LONGEST} characters of it are kept. The line end at the end of the
 * source does not begin another line.
 */
final class Lines {

	/** Longer lines are not kept. */
	static final int LONGEST = 64 * 1024;

	private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

	private final Reader in;

	private final boolean bytes;

	private final char lineEnd;

	private final char[] buffer = new char[1 << 15];

	private final List<Line> ahead = new ArrayList<>();

	private int next;

	private int end;

	private long number;

	private long firstForeign;

	/**
	 * Takes the lines of a reader.
	 * @param bytes whether its characters are bytes, to be decoded line by line as UTF-8
	 * or else as Windows-1252
	 */
	Lines(Reader in, boolean bytes, char lineEnd) {
		this.in = in;
		this.bytes = bytes;
		this.lineEnd = lineEnd;
	}

	/**
	 * A line without its end.
	 *
	 * @param number 1 for the first line
	 * @param text the line, or its beginning if it is too long
	 * @param length of the whole line in bytes
	 */
	record Line(long number, String text, long length) {

		boolean isTooLong() {
			return this.length > LONGEST;
		}

	}

	/**
	 * The next line; null at the end.
	 */
	@Nullable Line next() throws IOException {
		return this.ahead.isEmpty() ? read() : this.ahead.removeFirst();
	}

	/**
	 * Looks at the line that is so many lines after the next one, which is 0.
	 * @return null past the end
	 */
	@Nullable Line peek(int distance) throws IOException {
		while (this.ahead.size() <= distance) {
			Line line = read();
			if (line == null) {
				return null;
			}
			this.ahead.add(line);
		}
		return this.ahead.get(distance);
	}

	/**
	 * Leaves out lines that were looked at.
	 */
	void skip(int count) {
		this.ahead.subList(0, count).clear();
	}

	/**
	 * The first line that was read as Windows-1252 because it is not UTF-8; 0 if there
	 * was none.
	 */
	long firstForeign() {
		return this.firstForeign;
	}

	private @Nullable Line read() throws IOException {
		StringBuilder kept = new StringBuilder(128);
		long length = 0;
		int all = 0;
		int last = 0;
		int c = character();
		if (c < 0) {
			return null;
		}
		while (c >= 0 && c != this.lineEnd) {
			if (length++ < LONGEST) {
				kept.append((char) c);
				all |= c;
			}
			last = c;
			c = character();
		}
		if (last == '\r') {
			length--;
			kept.setLength((int) Math.min(length, kept.length()));
		}
		this.number++;
		return this.bytes ? new Line(this.number, (all < 0x80) ? kept.toString() : decoded(kept, length), length)
				: new Line(this.number, kept.toString(), 2 * length);
	}

	private String decoded(StringBuilder kept, long length) {
		byte[] line = kept.toString().getBytes(StandardCharsets.ISO_8859_1);
		if (length > LONGEST) {
			return new String(line, StandardCharsets.UTF_8);
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
		}
		catch (CharacterCodingException ex) {
			this.firstForeign = (this.firstForeign == 0) ? this.number : this.firstForeign;
			return new String(line, WINDOWS_1252);
		}
	}

	private int character() throws IOException {
		if (this.next == this.end) {
			this.end = this.in.read(this.buffer);
			this.next = 0;
		}
		return (this.end > 0) ? this.buffer[this.next++] : -1;
	}

}
