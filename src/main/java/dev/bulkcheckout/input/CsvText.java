package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of rows apart at one delimiter, each row by itself: what is wrong in a
 * row cannot reach the next. Not for several threads.
 */
final class CsvText {

	private final CSVFormat format;

	private @Nullable RowAtATime rows;

	CsvText(char delimiter) {
		this.format = CSVFormat.RFC4180.builder()
			.setDelimiter(delimiter)
			.setIgnoreEmptyLines(false)
			.setIgnoreSurroundingSpaces(true)
			.get();
	}

	/**
	 * The cells of a row.
	 * @param row without its line end and without CR; LF within quotes only
	 * @return null if the quotes do not add up
	 */
	@Nullable CSVRecord parse(String row) {
		try {
			RowAtATime kept = (this.rows != null) ? this.rows : new RowAtATime(this.format);
			// a parser that has thrown is not used again
			this.rows = null;
			CSVRecord cells = kept.parse(row);
			if (row.indexOf('\n') >= 0) {
				return kept.isDone() ? cells : null;
			}
			this.rows = kept;
			return cells;
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	/**
	 * Tells whether a row that does not parse lacks nothing but the end of its last
	 * quoted cell.
	 */
	boolean isOpen(String row) {
		return parse(row + "\n\"") != null;
	}

	/**
	 * A parser that is given one row and asked for one row, in turn: a parser for each
	 * would cost more than the parsing.
	 */
	private static final class RowAtATime extends Reader {

		private final Iterator<CSVRecord> records;

		private String row = "";

		private int next;

		RowAtATime(CSVFormat format) throws IOException {
			this.records = CSVParser.builder().setReader(this).setFormat(format).get().iterator();
		}

		CSVRecord parse(String text) {
			this.row = text + '\n';
			this.next = 0;
			return this.records.next();
		}

		boolean isDone() {
			return !this.records.hasNext();
		}

		@Override
		public int read(char[] buffer, int offset, int length) {
			int count = Math.min(length, this.row.length() - this.next);
			this.row.getChars(this.next, this.next + count, buffer, offset);
			this.next += count;
			return (count > 0) ? count : -1;
		}

		@Override
		public void close() {
			// nothing is held
		}

	}

}
