package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of one row apart at one delimiter. One parser a row: what is wrong in a
 * row cannot reach the next.
 */
final class CsvText {

	private final CSVFormat format;

	CsvText(char delimiter) {
		this.format = CSVFormat.RFC4180.builder()
			.setDelimiter(delimiter)
			.setIgnoreEmptyLines(false)
			.setIgnoreSurroundingSpaces(true)
			.get();
	}

	/**
	 * The cells of a row.
	 * @return null if the quotes do not add up
	 */
	@Nullable CSVRecord parse(String row) {
		try (CSVParser parser = CSVParser.parse(row, this.format)) {
			List<CSVRecord> records = parser.getRecords();
			return (records.size() == 1) ? records.getFirst() : null;
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

}
