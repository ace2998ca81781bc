package dev.bulkcheckout.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Sees in a moment whether there is anything for Flyway to do; it needs longer to say so
 * than the answer to most questions.
 */
final class Migrations {

	private Migrations() {
	}

	/**
	 * Whether exactly the migrations of this version were applied, as they are; false
	 * also if that cannot be seen. Then Flyway is to look, and to say what is wrong.
	 */
	static boolean areAllIn(Connection connection) {
		Map<String, Integer> applied = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
				select script, checksum, success from flyway_schema_history where type <> 'SCHEMA'""")) {
			while (row.next()) {
				if (!row.getBoolean("success")) {
					return false;
				}
				applied.put(row.getString("script"), row.getInt("checksum"));
			}
		}
		catch (SQLException ex) {
			return false;
		}
		return applied.equals(ours());
	}

	private static Map<String, Integer> ours() {
		Map<String, Integer> checksums = new HashMap<>();
		try {
			for (Resource script : new PathMatchingResourcePatternResolver()
				.getResources("classpath:db/migration/V*.sql")) {
				checksums.put(String.valueOf(script.getFilename()),
						checksum(script.getContentAsString(StandardCharsets.UTF_8)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return checksums;
	}

	/**
	 * Flyway's: the lines without their ends.
	 */
	private static int checksum(String script) {
		CRC32 crc = new CRC32();
		script.lines().forEach((line) -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
		return (int) crc.getValue();
	}

}
