package dev.bulkcheckout.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns, each with notes below it.
 */
final class TextTable {

	private static final String GAP = "  ";

	private static final String NOTE = "      ";

	private final List<Row> rows = new ArrayList<>();

	private final boolean[] right;

	/**
	 * Begins with the columns' names; a column whose name begins with {@code >} is
	 * aligned to the right.
	 */
	TextTable(String... columns) {
		this.right = new boolean[columns.length];
		String[] names = new String[columns.length];
		for (int i = 0; i < columns.length; i++) {
			this.right[i] = columns[i].startsWith(">");
			names[i] = this.right[i] ? columns[i].substring(1) : columns[i];
		}
		row(names);
	}

	/**
	 * Adds a row with a cell for each column.
	 */
	void row(String... cells) {
		this.rows.add(new Row(List.of(cells), new ArrayList<>()));
	}

	/**
	 * Adds a note to the row that was added last.
	 */
	void note(String text) {
		this.rows.getLast().notes().add(text);
	}

	void write(Lines lines) throws IOException {
		int[] widths = new int[this.right.length];
		for (Row row : this.rows) {
			Arrays.setAll(widths, (i) -> Math.max(widths[i], row.cells().get(i).length()));
		}
		for (Row row : this.rows) {
			StringBuilder line = new StringBuilder();
			for (int i = 0; i < widths.length; i++) {
				String cell = row.cells().get(i);
				String pad = " ".repeat(widths[i] - cell.length());
				line.append((i == 0) ? "" : GAP).append(this.right[i] ? pad + cell : cell + pad);
			}
			lines.line(line.toString());
			for (String note : row.notes()) {
				lines.wrapped(NOTE, note);
			}
		}
	}

	/**
	 * A row and what stands below it.
	 */
	private record Row(List<String> cells, List<String> notes) {
	}

}
