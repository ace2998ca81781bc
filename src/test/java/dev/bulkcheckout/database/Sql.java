package dev.bulkcheckout.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Statements over a connection of their own.
 */
final class Sql {

	private Sql() {
	}

	static String execute(Database database, String statement) {
		try (Connection connection = DriverManager.getConnection(database.url(), database.username(),
				database.password()); Statement jdbc = connection.createStatement()) {
			jdbc.execute(statement);
			return "done";
		}
		catch (SQLException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	static String query(Database database, String query) throws SQLException {
		try (Connection connection = DriverManager.getConnection(database.url(), database.username(),
				database.password());
				Statement jdbc = connection.createStatement();
				ResultSet rows = jdbc.executeQuery(query)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
