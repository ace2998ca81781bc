package dev.bulkcheckout.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * The physical lines of a stream, one after another, with a look ahead. However long a
 * line is, no more than {@link PhysicalLine#LONGEST} bytes of it are kept. The line end
 * at the end of the stream does not begin another line.
 */
final class PhysicalLines {

	private static final int EXPECTED_LENGTH = 128;

	private static final int BUFFER = 64 * 1024;

	private final InputStream in;

	private final byte[] buffer = new byte[BUFFER];

	private int next;

	private int end;

	private long number;

	private final Deque<PhysicalLine> ahead = new ArrayDeque<>();

	PhysicalLines(InputStream in) {
		this.in = in;
	}

	/**
	 * The first bytes of the stream; to be asked before any line.
	 */
	byte[] beginning() throws IOException {
		this.end = this.in.readNBytes(this.buffer, 0, BUFFER);
		return Arrays.copyOf(this.buffer, this.end);
	}

	/**
	 * Leaves out bytes at the beginning of the stream.
	 */
	void skipBytes(int bytes) {
		this.next += bytes;
	}

	/**
	 * The next line; null at the end of the stream.
	 */
	@Nullable PhysicalLine next() throws IOException {
		return this.ahead.isEmpty() ? read() : this.ahead.poll();
	}

	/**
	 * Looks at the line that is so many lines after the next one, which is 0.
	 * @return null past the end of the stream
	 */
	@Nullable PhysicalLine peek(int distance) throws IOException {
		while (this.ahead.size() <= distance) {
			PhysicalLine line = read();
			if (line == null) {
				return null;
			}
			this.ahead.add(line);
		}
		Iterator<PhysicalLine> lines = this.ahead.iterator();
		for (int i = 0; i < distance; i++) {
			lines.next();
		}
		return lines.next();
	}

	/**
	 * Leaves out lines that were looked at.
	 */
	void skipLines(int count) {
		for (int i = 0; i < count; i++) {
			this.ahead.remove();
		}
	}

	private @Nullable PhysicalLine read() throws IOException {
		if (this.next == this.end && !fill()) {
			return null;
		}
		ByteArrayOutputStream kept = new ByteArrayOutputStream(EXPECTED_LENGTH);
		long length = 0;
		byte last = 0;
		boolean ended = false;
		while (!ended && (this.next < this.end || fill())) {
			int lineEnd = indexOfLineEnd();
			ended = lineEnd >= 0;
			int part = (ended ? lineEnd : this.end) - this.next;
			kept.write(this.buffer, this.next, Math.min(part, PhysicalLine.LONGEST - kept.size()));
			last = (part > 0) ? this.buffer[this.next + part - 1] : last;
			length += part;
			this.next += part + (ended ? 1 : 0);
		}
		this.number++;
		if (length > 0 && last == '\r') {
			length--;
		}
		int keep = (int) Math.min(length, PhysicalLine.LONGEST);
		return new PhysicalLine(this.number, Arrays.copyOf(kept.toByteArray(), keep), length);
	}

	private int indexOfLineEnd() {
		for (int i = this.next; i < this.end; i++) {
			if (this.buffer[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	private boolean fill() throws IOException {
		int read = this.in.read(this.buffer, 0, BUFFER);
		this.next = 0;
		this.end = Math.max(read, 0);
		return read > 0;
	}

}
