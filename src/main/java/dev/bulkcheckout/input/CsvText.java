package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of rows apart at one delimiter, each row by itself: what is wrong in a
 * row cannot reach the next.
 *
 * @param format commons-csv's, with the delimiter
 */
record CsvText(CSVFormat format) {

	/** One for each delimiter that a file may have. */
	static final List<CsvText> ALL = Stream.of(',', ';', '\t', '|')
		.map((delimiter) -> new CsvText(CSVFormat.RFC4180.builder()
			.setDelimiter(delimiter)
			.setIgnoreEmptyLines(false)
			.setIgnoreSurroundingSpaces(true)
			.setTrailingData(true)
			.get()))
		.toList();

	/**
	 * The cells of a row.
	 * @param row without its line end and without CR; LF within quotes only
	 * @return null if the quotes do not add up
	 */
	@Nullable List<String> cells(String row) {
		if (row.indexOf('"') < 0) {
			return List.of(row.split(this.format.getDelimiterString().replace("|", "\\|"), -1));
		}
		try (CSVParser parser = CSVParser.parse(row, this.format)) {
			List<CSVRecord> records = parser.getRecords();
			if (records.size() != 1) {
				return null;
			}
			List<String> cells = records.getFirst().toList();
			// a spreadsheet that took whole rows for text
			boolean wrapped = cells.size() == 1 && cells.getFirst().contains(this.format.getDelimiterString());
			return wrapped ? cells(cells.getFirst()) : cells;
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	/**
	 * Tells whether a row that cannot be taken apart lacks nothing but the end of its
	 * last quoted cell.
	 */
	boolean isOpen(String row) {
		return cells(row + "\n\"") != null;
	}

}
