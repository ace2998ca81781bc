package dev.bulkcheckout.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Makes rows of physical lines. A row is a line, unless one of its quoted cells holds
 * line ends. A quote that somebody forgot to close looks the same at first, so following
 * lines are joined only as long as none of them is a cart by itself, and are given back
 * unless a cart came of it: a bad row never takes its neighbours along.
 */
final class RowReader {

	private static final String UNBALANCED = "quotes unbalanced";

	private static final int MOST_LINES_OF_A_ROW = 50;

	private final Path file;

	private final PhysicalLines lines;

	private final CartRowHandler handler;

	private long carts;

	private long rejected;

	RowReader(Path file, PhysicalLines lines, CartRowHandler handler) {
		this.file = file;
		this.lines = lines;
		this.handler = handler;
	}

	long carts() {
		return this.carts;
	}

	long rejected() {
		return this.rejected;
	}

	/**
	 * Reads up to the end.
	 * @throws UnusableInputException if the first row does not tell the columns
	 */
	void readAll() throws IOException {
		Layout layout = null;
		for (PhysicalLine line = this.lines.next(); line != null; line = this.lines.next()) {
			if (layout == null) {
				layout = layout(line);
				if (layout != null && layout.header()) {
					continue;
				}
			}
			read(line, layout);
		}
	}

	private void read(PhysicalLine line, @Nullable Layout layout) throws IOException {
		Optional<String> text = line.text();
		if (line.isTooLong()) {
			reject(line, "line longer than 64 KiB: %d bytes".formatted(line.length()));
		}
		else if (text.isEmpty()) {
			reject(line, "not UTF-8: " + line.firstBadByte());
		}
		else if (text.get().isBlank()) {
			reject(line, "empty line");
		}
		else if (layout == null) {
			reject(line, UNBALANCED);
		}
		else {
			Row row = layout.read(text.get());
			deliver(line, (row instanceof Row.Unbalanced) ? joined(text.get(), layout) : row);
		}
	}

	private void deliver(PhysicalLine line, Row row) {
		switch (row) {
			case Row.Good(var cart) -> {
				this.carts++;
				this.handler.cart(line.number(), cart);
			}
			case Row.Bad(var reason) -> reject(line, reason);
			case Row.Unbalanced() -> reject(line, UNBALANCED);
		}
	}

	private void reject(PhysicalLine line, String reason) {
		this.rejected++;
		this.handler.rejected(line.rejected(reason));
	}

	/**
	 * Reads a row of several lines, the first of which leaves a quote open.
	 * @return {@code Good} having taken the following lines, or {@code Unbalanced} having
	 * taken none
	 */
	private Row joined(String first, Layout layout) throws IOException {
		String row = first;
		for (int following = 0; following < MOST_LINES_OF_A_ROW - 1; following++) {
			String next = layout.csv().isOpen(row) ? textAhead(following) : null;
			if (next == null || layout.read(next) instanceof Row.Good) {
				break;
			}
			row = row + '\n' + next;
			if (row.length() > PhysicalLine.LONGEST) {
				break;
			}
			Row read = layout.read(row);
			if (read instanceof Row.Good) {
				this.lines.skipLines(following + 1);
				return read;
			}
			if (read instanceof Row.Bad) {
				break;
			}
		}
		return new Row.Unbalanced();
	}

	/**
	 * Reads the row that tells the columns.
	 * @return null if the line tells nothing and the next one has to
	 */
	private @Nullable Layout layout(PhysicalLine line) throws IOException {
		boolean utf8 = line.text().isPresent();
		String text = line.lenientText();
		if (line.isTooLong() || text.isBlank()) {
			return null;
		}
		return switch (FirstRow.of(text)) {
			case FirstRow.Known(var layout) -> (utf8 || layout.header()) ? layout : null;
			case FirstRow.Unbalanced() -> joinedHeader(text);
			case FirstRow.Unusable(var problem) -> {
				if (!utf8) {
					yield null;
				}
				throw new UnusableInputException(this.file, "its first row " + problem + (line.hasLoneCarriageReturn()
						? "; its lines seem to end in CR alone: save it with LF or CRLF" : ""));
			}
		};
	}

	private @Nullable Layout joinedHeader(String first) throws IOException {
		String row = first;
		for (int following = 0; following < MOST_LINES_OF_A_ROW - 1; following++) {
			String next = textAhead(following);
			if (next == null) {
				return null;
			}
			row = row + '\n' + next;
			if (row.length() > PhysicalLine.LONGEST) {
				return null;
			}
			if (FirstRow.of(row) instanceof FirstRow.Known(var layout)) {
				if (layout.header()) {
					this.lines.skipLines(following + 1);
					return layout;
				}
				return null;
			}
		}
		return null;
	}

	/** The text of a line to come; null if there is none that a row could go on with. */
	private @Nullable String textAhead(int distance) throws IOException {
		PhysicalLine line = this.lines.peek(distance);
		return (line == null || line.isTooLong()) ? null : line.text().orElse(null);
	}

}
