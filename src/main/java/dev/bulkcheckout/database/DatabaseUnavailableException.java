package dev.bulkcheckout.database;

import org.jspecify.annotations.Nullable;

/**
 * The embedded database cannot be had. The message says what was tried, what came back
 * and what to do.
 */
public class DatabaseUnavailableException extends RuntimeException {

	static final String OTHERWISE = "or set SPRING_DATASOURCE_URL to a PostgreSQL server";

	DatabaseUnavailableException(String message) {
		this(message, null);
	}

	DatabaseUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
