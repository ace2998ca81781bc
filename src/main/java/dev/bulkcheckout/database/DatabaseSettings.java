package dev.bulkcheckout.database;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Which database to use.
 *
 * @param url a JDBC URL of PostgreSQL; null or blank for the embedded one
 * @param username for {@code url}; null if the URL or the driver knows it
 * @param password for {@code url}; null if none is needed
 * @param schema of the ledger's tables; null or blank for {@code bulk_checkout}
 * @param directory where the embedded one is kept; made if it is not there
 */
public record DatabaseSettings(@Nullable String url, @Nullable String username, @Nullable String password,
		@Nullable String schema, Path directory) {

	/**
	 * Refuses a URL that PostgreSQL's driver would not take, or of which it would take a
	 * password for the name of a host and tell it.
	 * @throws IllegalArgumentException naming the setting
	 */
	public DatabaseSettings {
		if (url != null && url.isBlank()) {
			url = null;
		}
		if (schema != null && schema.isBlank()) {
			schema = null;
		}
		if (url != null && !url.startsWith("jdbc:postgresql:")) {
			throw new IllegalArgumentException(
					"SPRING_DATASOURCE_URL must begin with jdbc:postgresql: and name a PostgreSQL server");
		}
		if (url != null && url.replaceFirst("\\?.*", "").contains("@")) {
			throw new IllegalArgumentException("SPRING_DATASOURCE_URL must hold no user and password before the host: "
					+ "give SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
		}
	}

	/**
	 * The embedded database in a directory.
	 */
	public static DatabaseSettings embedded(Path directory) {
		return new DatabaseSettings(null, null, null, null, directory);
	}

	/** Without the password, which a URL may hold as well. */
	@Override
	public String toString() {
		return "DatabaseSettings[" + ((this.url != null) ? Database.withoutParameters(this.url) : this.directory) + "]";
	}

}
