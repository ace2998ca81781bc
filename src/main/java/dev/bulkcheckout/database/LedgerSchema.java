package dev.bulkcheckout.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where in its database the ledger lives: in a schema of its own, so that nobody else's
 * tables, nor the history of another program that uses Flyway, are touched. An
 * installation of former versions, which had no such schema, goes on where it is.
 *
 * @param name of the schema
 * @param isDefault whether the role's sessions look there by themselves, as after
 * {@code alter role … set search_path}
 */
record LedgerSchema(String name, boolean isDefault) {

	static final String USUAL = "bulk_checkout";

	private static final String FORMER = "public";

	static final String SETTING = "BULK_CHECKOUT_SCHEMA";

	/** PostgreSQL's insufficient_privilege. */
	static final String NOT_ALLOWED = "42501";

	/**
	 * Another process made it at the same instant: duplicate_schema, unique_violation.
	 */
	private static final Set<String> THERE_ALREADY = Set.of("42P06", "23505");

	/** What needs no quotes anywhere, least of all in a search path. */
	private static final Pattern PLAIN = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

	/**
	 * Finds the schema, or makes it.
	 * @param asked the name that a setting gives; null if none does
	 * @param description of the database, for messages
	 * @throws DatabaseUnavailableException if the database cannot hold every text, or the
	 * schema is another program's or may not be made
	 */
	static LedgerSchema in(Connection connection, @Nullable String asked, String description) throws SQLException {
		if (asked != null && !PLAIN.matcher(asked).matches()) {
			throw new DatabaseUnavailableException(
					"%s is \"%s\", but must be a name of small letters, digits and _, not beginning with a digit or pg_"
						.formatted(SETTING, asked));
		}
		checkEncoding(connection, description);
		String schema = (asked != null) ? asked : usual(connection);
		if (text(connection, "select nspname from pg_namespace where nspname = ?", schema) == null) {
			create(connection, schema, description);
		}
		checkThatItIsOurs(connection, schema, description);
		return new LedgerSchema(schema, schema.equals(text(connection, "select current_schema()")));
	}

	private static void checkEncoding(Connection connection, String description) throws SQLException {
		String encoding = text(connection, "select current_setting('server_encoding')");
		if (!"UTF8".equals(encoding)) {
			throw new DatabaseUnavailableException(
					("%s is encoded in %s, which cannot hold every text that Partner Center sends; make one for "
							+ "bulk-checkout by \"create database bulk_checkout encoding 'UTF8' template template0\" and name it by "
							+ "SPRING_DATASOURCE_URL")
						.formatted(description, encoding));
		}
	}

	/**
	 * Former versions had their tables wherever the session looked first: usually in
	 * public.
	 */
	private static String usual(Connection connection) throws SQLException {
		String first = text(connection, "select current_schema()");
		for (String schema : List.of(USUAL, (first != null) ? first : FORMER, FORMER)) {
			if (hasLedger(connection, schema)) {
				return schema;
			}
		}
		return USUAL;
	}

	private static boolean hasLedger(Connection connection, String schema) throws SQLException {
		return text(connection, """
				select 'all' from pg_class c join pg_namespace n on n.oid = c.relnamespace
				 where n.nspname = ?
				   and relname in ('batch_job_instance', 'run', 'run_lease', 'cart', 'flyway_schema_history')
				having count(*) = 5""", schema) != null;
	}

	private static void create(Connection connection, String schema, String description) throws SQLException {
		try (PreparedStatement create = connection.prepareStatement("create schema " + schema)) {
			create.execute();
		}
		catch (SQLException ex) {
			if (NOT_ALLOWED.equals(ex.getSQLState())) {
				throw new DatabaseUnavailableException(
						("this role may not make the schema %s in %s; have the database's owner 'create schema %s "
								+ "authorization' this role, or name another schema by %s")
							.formatted(schema, description, schema, SETTING));
			}
			if (!THERE_ALREADY.contains(String.valueOf(ex.getSQLState()))) {
				throw ex;
			}
		}
	}

	/**
	 * Tables are looked for before the history: both come in one transaction.
	 */
	private static void checkThatItIsOurs(Connection connection, String schema, String description)
			throws SQLException {
		String table = text(connection, """
				select min(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
				 where n.nspname = ? and c.relkind in ('r', 'p') and c.relname <> 'flyway_schema_history'
				   and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')""", schema);
		String first = null;
		if (text(connection, """
				select 'there' from pg_class c join pg_namespace n on n.oid = c.relnamespace
				 where n.nspname = ? and c.relname = 'flyway_schema_history'""", schema) != null) {
			first = firstMigration(connection, schema, description);
		}
		if ((first != null) ? !first.equals("V1__spring_batch.sql") : table != null) {
			throw new DatabaseUnavailableException(
					"the schema %s of %s holds another program's %s; name a schema for bulk-checkout alone by %s"
						.formatted(schema, description,
								(first != null) ? "history of migrations (" + first + ")" : "table " + table, SETTING));
		}
	}

	private static @Nullable String firstMigration(Connection connection, String schema, String description)
			throws SQLException {
		try {
			return text(connection, "select script from " + schema
					+ ".flyway_schema_history where type <> 'SCHEMA' order by installed_rank limit 1");
		}
		catch (SQLException ex) {
			if (NOT_ALLOWED.equals(ex.getSQLState())) {
				throw new DatabaseUnavailableException(
						("this role may not read the tables in the schema %s of %s: grant it what it needs "
								+ "(docs/database-role.sql), or name another schema by %s")
							.formatted(schema, description, SETTING));
			}
			throw ex;
		}
	}

	private static @Nullable String text(Connection connection, String sql, String... parameters) throws SQLException {
		try (PreparedStatement question = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				question.setString(i + 1, parameters[i]);
			}
			try (ResultSet answer = question.executeQuery()) {
				return answer.next() ? answer.getString(1) : null;
			}
		}
	}

}
