package dev.bulkcheckout.report.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Times as the database has them.
 */
final class Rows {

	private Rows() {
	}

	static Instant now(JdbcClient jdbc) {
		return jdbc.sql("select now() as now").query((row, number) -> required(row, "now")).single();
	}

	static Instant required(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	static OffsetDateTime utc(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

	/**
	 * Two columns as a map.
	 */
	static Map<String, String> pairs(JdbcClient.StatementSpec statement, String key, String value) {
		Map<String, String> pairs = new HashMap<>();
		statement.query((row) -> {
			pairs.put(row.getString(key), row.getString(value));
		});
		return pairs;
	}

}
