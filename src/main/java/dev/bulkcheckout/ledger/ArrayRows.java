package dev.bulkcheckout.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Rows for one statement, which takes them as an array for each column: one round trip
 * and one plan, however many they are.
 */
final class ArrayRows {

	private final Columns columns;

	private final List<@Nullable Object[]> rows = new ArrayList<>();

	ArrayRows(Columns columns) {
		this.columns = columns;
	}

	/**
	 * Adds a row.
	 * @param values of all columns, in their order; each is sent as its text
	 */
	void add(@Nullable Object... values) {
		this.rows.add(values);
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	/**
	 * The arrays, as parameters with the names of the columns.
	 */
	MapSqlParameterSource parameters() {
		MapSqlParameterSource parameters = new MapSqlParameterSource();
		for (int i = 0; i < this.columns.columns().size(); i++) {
			int place = i;
			Object[] values = this.rows.stream().map((row) -> row[place]).toArray();
			Column column = this.columns.columns().get(i);
			parameters.addValue(column.name(), new SqlArrayValue(column.type(), values));
		}
		return parameters;
	}

	/**
	 * A column of rows.
	 *
	 * @param name in the statement
	 * @param type PostgreSQL's
	 */
	private record Column(String name, String type) {
	}

	/**
	 * The columns of rows.
	 *
	 * @param columns in their order
	 */
	record Columns(List<Column> columns) {

		/**
		 * Reads a definition as SQL has it.
		 * @param definition such as {@code "line bigint, outcome text"}
		 */
		static Columns of(String definition) {
			return new Columns(Stream.of(definition.split(",", -1)).map((column) -> {
				String[] words = column.strip().split(" ", -1);
				return new Column(words[0], words[1]);
			}).toList());
		}

		/**
		 * The rows as a table of a statement.
		 * @param name of the table
		 */
		String as(String name) {
			return this.columns.stream()
				.map((column) -> ":" + column.name() + "::" + column.type() + "[]")
				.collect(Collectors.joining(", ", "unnest(", ") as " + name))
					+ this.columns.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"));
		}

	}

}
