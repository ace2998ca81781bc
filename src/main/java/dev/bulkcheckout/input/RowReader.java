package dev.bulkcheckout.input;

import java.io.IOException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.input.Lines.Line;

/**
 * Makes rows of lines. A row is a line, unless one of its quoted cells holds line ends. A
 * quote that somebody forgot to close looks the same at first, so following lines are
 * joined only as long as none of them is a cart by itself, and are given back unless a
 * cart came of it: a bad row never takes its neighbours along.
 */
final class RowReader {

	/**
	 * Blanks, delimiters and ruling lines; what Excel ({@code sep=;}), PowerShell
	 * ({@code #TYPE …}) and SQL clients ({@code (3 rows affected)}) write beside rows; a
	 * comment, but no cart that was commented out. Some NUL are left of a line end in
	 * UTF-16; many are what a crash left of a file.
	 */
	private static final Pattern NO_CONTENT = Pattern
		.compile("(?i)[\\x00\\s]{0,5}+|[\\s\\p{Z}\\p{Cf}\\x1A,;|\"'+=_*-]*+|[\\s\\p{Cf}\"]*+(?:sep=.[\\s,;|\"]*+"
				+ "|#(?:TYPE|\\s)(?!.*\\p{XDigit}{8}(?:-|\\p{XDigit}{24})).*"
				+ "|\\(?\\d+ (?:row|record)(?:s|\\(s\\))?(?: [a-z]+)?\\W*+)");

	private static final int MOST_LINES_OF_A_ROW = 50;

	/** So many lines of title a report may have above its header. */
	private static final int MOST_LINES_OF_A_TITLE = 50;

	private final String place;

	private final Lines lines;

	private final CartRowHandler handler;

	private @Nullable Layout layout;

	/** What is wrong with the first row, unless a header follows. */
	private @Nullable String problem;

	private int titles;

	private long carts;

	private long rejected;

	private @Nullable RejectedRow firstRejected;

	RowReader(String place, Lines lines, CartRowHandler handler) {
		this.place = place;
		this.lines = lines;
		this.handler = handler;
	}

	/**
	 * Reads up to the end.
	 * @throws UnusableInputException if no row tells the columns
	 */
	InputSummary readAll() throws IOException {
		for (Line line = this.lines.next(); line != null; line = this.lines.next()) {
			if (line.isTooLong()) {
				reject(line, "line longer than 64 KiB: %d bytes".formatted(line.length()));
			}
			else if (!NO_CONTENT.matcher(line.text()).matches()) {
				Row row = joined(line.text());
				deliver(line, (row instanceof Row.Unbalanced) ? beforeQuotes(line.text(), row) : row);
			}
		}
		if (this.layout == null && this.rejected == 0 && this.problem == null) {
			throw new UnusableInputException(this.place, "it is empty: no row and no header; " + Layout.AT_LEAST);
		}
		checkColumns();
		return new InputSummary(this.carts, this.rejected, this.firstRejected, notice());
	}

	private void deliver(Line line, Row row) {
		switch (row) {
			case Row.Good(var cart) -> {
				this.carts++;
				this.handler.cart(line.number(), cart);
			}
			case Row.Columns(var columns) -> this.layout = columns;
			case Row.Bad(var reason) when this.layout == null -> title(reason);
			case Row.Bad(var reason) -> reject(line, reason);
			case Row.Unbalanced unbalanced -> reject(line, "quotes unbalanced");
		}
	}

	private void reject(Line line, String reason) {
		this.rejected++;
		RejectedRow row = new RejectedRow(line.number(), reason, VisibleText.of(line.text(), RejectedRow.LONGEST));
		this.firstRejected = (this.firstRejected != null) ? this.firstRejected : row;
		this.handler.rejected(row);
	}

	/**
	 * Passes over a line above the header.
	 */
	private void title(String reason) {
		this.problem = (this.problem != null) ? this.problem : reason;
		if (++this.titles > MOST_LINES_OF_A_TITLE) {
			checkColumns();
		}
	}

	private void checkColumns() {
		if (this.layout == null && this.problem != null) {
			throw new UnusableInputException(this.place, "its first row " + this.problem);
		}
	}

	/**
	 * Reads a line, together with those that it goes on in.
	 * @return {@code Unbalanced} having taken none of the following lines
	 */
	private Row joined(String first) throws IOException {
		String text = first;
		Row row = read(text);
		for (int following = 0; row instanceof Row.Unbalanced(var open) && open; following++) {
			Line next = this.lines.peek(following);
			if (following + 1 == MOST_LINES_OF_A_ROW || next == null || text.length() + next.length() >= Lines.LONGEST
					|| isRowByItself(read(next.text()))) {
				return row;
			}
			text = text + '\n' + next.text();
			Row longer = read(text);
			if (isRowByItself(longer)) {
				this.lines.skip(following + 1);
				return longer;
			}
			row = (longer instanceof Row.Unbalanced) ? longer : new Row.Unbalanced(false);
		}
		return row;
	}

	/**
	 * Reads the cells before the first quote of a row whose quotes do not add up.
	 * @return the row as it was, unless both ids are there
	 */
	private Row beforeQuotes(String line, Row unbalanced) {
		return (this.layout != null && read(line.substring(0, line.indexOf('"')) + '?') instanceof Row.Good good) ? good
				: unbalanced;
	}

	private static boolean isRowByItself(Row row) {
		return row instanceof Row.Good || row instanceof Row.Columns;
	}

	private Row read(String line) {
		String text = line.replace('\r', ' ').replace("\uFEFF", "");
		Layout known = this.layout;
		Row row = (known != null) ? known.read(text) : Layout.tellColumns(text);
		if (known == null && row instanceof Row.Columns(var columns) && !columns.header()) {
			// titles stand above a header only
			checkColumns();
			this.layout = columns;
			return columns.read(text);
		}
		// files that were put one behind the other
		return (known != null && row instanceof Row.Bad && Layout.tellColumns(text) instanceof Row.Columns again
				&& again.layout().header()) ? again : row;
	}

	private @Nullable String notice() {
		return (this.lines.firstForeign() == 0) ? null
				: "%s is not all UTF-8 (line %d is the first): such lines were read as Windows-1252; ids are not touched by it"
					.formatted(this.place, this.lines.firstForeign());
	}

}
