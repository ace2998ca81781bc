package dev.bulkcheckout.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The way to a database: its schema is found or made and brought up to date by a
 * connection that may take its time, then a pool is opened whose connections see the
 * ledger's tables. Nothing is left behind in a session, so that a pooler in between, such
 * as PgBouncer in transaction mode, may give each transaction another one.
 */
final class ConnectionPool {

	private static final int CONNECTIONS = 10;

	private static final int FIRST_ANSWER_SECONDS = 30;

	/**
	 * A server that is silent for longer is away, packets on the way to it may be
	 * dropped. What takes longer says so ({@code Connection.setNetworkTimeout}).
	 */
	private static final int SILENCE_SECONDS = 60;

	/** Longer than any migration of millions of rows. */
	private static final int PATIENCE_SECONDS = 1800;

	private static final int CONNECT_SECONDS = 10;

	private final Database database;

	private final @Nullable String asked;

	private final PGSimpleDataSource direct = new PGSimpleDataSource();

	private boolean pooled;

	private ConnectionPool(Database database) {
		this.database = database;
		try {
			this.direct.setUrl(database.url());
		}
		catch (IllegalArgumentException ex) {
			// the cause is left out: it may quote the URL, and the URL may hold a
			// password
			throw new DatabaseUnavailableException(
					"SPRING_DATASOURCE_URL is not a URL that PostgreSQL's driver understands: "
							+ database.description());
		}
		this.asked = asked(database);
	}

	/**
	 * Opens the pool; close it before the database.
	 * @throws DatabaseUnavailableException if the database does not answer, or its schema
	 * cannot be used
	 */
	static HikariDataSource to(Database database) {
		return new ConnectionPool(database).open();
	}

	private static @Nullable String asked(Database database) {
		Properties url = Driver.parseURL(database.url(), null);
		String path = (url != null) ? PGProperty.CURRENT_SCHEMA.getOrDefault(url) : null;
		String inUrl = (path != null) ? path.split(",", 2)[0].strip() : null;
		String setting = database.schema();
		if (inUrl != null && setting != null && !inUrl.equals(setting)) {
			throw new DatabaseUnavailableException(
					"SPRING_DATASOURCE_URL names the schema %s (currentSchema) and %s names %s: give one"
						.formatted(inUrl, LedgerSchema.SETTING, setting));
		}
		return (setting != null) ? setting : inUrl;
	}

	private HikariDataSource open() {
		// what the URL names wins, as in the pool
		if (this.direct.getUser() == null && this.database.username() != null) {
			this.direct.setUser(this.database.username());
		}
		if (this.direct.getPassword() == null && this.database.password() != null) {
			this.direct.setPassword(this.database.password());
		}
		this.direct.setApplicationName("bulk-checkout");
		this.direct.setTcpKeepAlive(true);
		this.direct.setConnectTimeout(CONNECT_SECONDS);
		this.direct.setSocketTimeout(FIRST_ANSWER_SECONDS);
		this.direct.setPrepareThreshold(0);
		LedgerSchema schema = schema();
		if (!schema.isDefault()) {
			this.direct.setCurrentSchema(schema.name());
		}
		if (!holdsNewestTables(schema)) {
			this.direct.setSocketTimeout(PATIENCE_SECONDS);
			migrate(schema);
		}
		return new HikariDataSource(pool(schema));
	}

	private LedgerSchema schema() {
		try (Connection connection = this.direct.getConnection()) {
			this.pooled = isPooled(connection);
			return LedgerSchema.in(connection, this.asked, this.database.description());
		}
		catch (SQLException ex) {
			throw silent(ex);
		}
	}

	/**
	 * Whether a pooler stands in between: the process that it says the session has is
	 * then none of the server's.
	 */
	private static boolean isPooled(Connection connection) throws SQLException {
		int told = connection.unwrap(PGConnection.class).getBackendPID();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
			return !row.next() || row.getInt(1) != told;
		}
	}

	private DatabaseUnavailableException silent(SQLException ex) {
		return new DatabaseUnavailableException("the ledger, " + this.database.description() + ", does not answer: "
				+ ex.getMessage() + "; check SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME "
				+ "and SPRING_DATASOURCE_PASSWORD");
	}

	/**
	 * Whether the schema's tables are those of this version; to have Flyway say so takes
	 * longer than the answer to most questions. Refuses a connection that does not see
	 * the schema: a pooler may refuse the search path or, worse, ignore it.
	 */
	private boolean holdsNewestTables(LedgerSchema schema) {
		String fault;
		try (Connection connection = this.direct.getConnection()) {
			if (schema.name().equals(connection.getSchema())) {
				return Migrations.areAllIn(connection);
			}
			fault = "the search path is ignored";
		}
		catch (SQLException ex) {
			if (ex.getMessage() == null || !ex.getMessage().contains("search_path")) {
				throw silent(ex);
			}
			fault = ex.getMessage();
		}
		throw new DatabaseUnavailableException(
				("sessions of %s cannot be led to the schema %s, as through PgBouncer in transaction mode (%s); once as "
						+ "the database's owner, directly and not through the pooler: 'alter role %s set search_path = %s', "
						+ "then have the pooler open new connections (RECONNECT)")
					.formatted(this.database.description(), schema.name(), fault,
							(this.database.username() != null) ? this.database.username() : "of this job",
							schema.name()));
	}

	private void migrate(LedgerSchema schema) {
		try {
			Flyway.configure()
				.dataSource(this.direct)
				.defaultSchema(schema.name())
				.createSchemas(false)
				.load()
				.migrate();
		}
		catch (FlywayException ex) {
			SQLException refused = null;
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				refused = (cause instanceof SQLException sql) ? sql : refused;
			}
			if (refused == null) {
				// its advice is left out: to "repair" the history would hide what is
				// wrong
				throw new DatabaseUnavailableException(
						("the tables in the schema %s of %s are not as this version of bulk-checkout or a former one made "
								+ "them; go on with the version that did, or name another schema by %s")
							.formatted(schema.name(), this.database.description(), LedgerSchema.SETTING),
						ex);
			}
			if (LedgerSchema.NOT_ALLOWED.equals(refused.getSQLState())) {
				throw new DatabaseUnavailableException("the tables of the ledger, " + this.database.description()
						+ ", must be brought up to date or are closed to this role: run 'bulk-checkout check' once "
						+ "as the role that owns them, then grant what is new (docs/database-role.sql)");
			}
			throw ex;
		}
	}

	private HikariConfig pool(LedgerSchema schema) {
		HikariConfig config = new HikariConfig();
		config.setPoolName("ledger");
		config.setJdbcUrl(this.database.url());
		config.setUsername(this.database.username());
		config.setPassword(this.database.password());
		config.setMaximumPoolSize(CONNECTIONS);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
		config.setInitializationFailTimeout(-1);
		config.setExceptionOverride(new ReadOnlyServers());
		config.addDataSourceProperty("ApplicationName", "bulk-checkout");
		config.addDataSourceProperty("reWriteBatchedInserts", "true");
		config.addDataSourceProperty("tcpKeepAlive", "true");
		config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
		config.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE_SECONDS));
		if (this.pooled) {
			// a statement that a session keeps would be gone with the next session
			config.addDataSourceProperty("prepareThreshold", "0");
		}
		if (!schema.isDefault()) {
			config.addDataSourceProperty("currentSchema", schema.name());
		}
		return config;
	}

}
