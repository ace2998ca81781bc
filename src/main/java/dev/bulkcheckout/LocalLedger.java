package dev.bulkcheckout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.LedgerProperties;

/**
 * The ledger with its tables brought up to date, without a Spring context: questions are
 * answered in a second.
 */
final class LocalLedger implements Workplace.Ledger {

	private static final int CONNECTIONS = 10;

	private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

	/** PostgreSQL's insufficient_privilege. */
	private static final String NOT_ALLOWED = "42501";

	private final Database database;

	private final HikariDataSource dataSource;

	private final Runs runs;

	private final Leases leases;

	private final Carts carts;

	private final RunReports reports;

	private final ResultFiles resultFiles;

	private final Housekeeping housekeeping;

	private LocalLedger(Database database, HikariDataSource dataSource, LedgerProperties settings) {
		this.database = database;
		this.dataSource = dataSource;
		JdbcClient jdbc = JdbcClient.create(dataSource);
		this.runs = new Runs(jdbc);
		this.leases = new Leases(jdbc, settings.leaseLife());
		TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		this.carts = new Carts(new NamedParameterJdbcTemplate(dataSource), transactions, this.leases, Duration.ZERO);
		this.housekeeping = new Housekeeping(jdbc, transactions);
		this.reports = new RunReports(dataSource, this.leases, ZoneId.systemDefault());
		this.resultFiles = new ResultFiles(this.reports);
	}

	static LocalLedger open(Database database, LedgerProperties settings) {
		HikariDataSource dataSource = null;
		try {
			dataSource = pool(database);
			check(dataSource, database);
			migrate(dataSource, database);
			return new LocalLedger(database, dataSource, settings);
		}
		catch (RuntimeException ex) {
			if (dataSource != null) {
				dataSource.close();
			}
			database.close();
			throw ex;
		}
	}

	private static HikariDataSource pool(Database database) {
		HikariConfig config = new HikariConfig();
		config.setPoolName("ledger");
		config.setJdbcUrl(database.url());
		config.setUsername(database.username());
		config.setPassword(database.password());
		config.setMaximumPoolSize(CONNECTIONS);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
		config.setInitializationFailTimeout(-1);
		config.setExceptionOverride(new ReadOnlyServers());
		config.addDataSourceProperty("ApplicationName", "bulk-checkout");
		config.addDataSourceProperty("reWriteBatchedInserts", "true");
		config.addDataSourceProperty("tcpKeepAlive", "true");
		config.addDataSourceProperty("connectTimeout", "10");
		// longer than the longest statement, which stages a million carts
		config.addDataSourceProperty("socketTimeout", "300");
		try {
			return new HikariDataSource(config);
		}
		catch (RuntimeException ex) {
			// the cause is left out: it may quote the URL, and the URL may hold a
			// password
			throw new UsageException("SPRING_DATASOURCE_URL is not a URL that PostgreSQL's driver understands: "
					+ database.description());
		}
	}

	private static void check(HikariDataSource dataSource, Database database) {
		long patience = System.nanoTime() + FIRST_ANSWER.toNanos();
		while (true) {
			try (Connection connection = dataSource.getConnection()) {
				connection.getMetaData();
				return;
			}
			catch (SQLException ex) {
				// without a cause nobody has said no yet: this machine or the server is
				// busy
				if (ex.getCause() != null || System.nanoTime() > patience) {
					throw new UsageException("the ledger, " + database.description() + ", does not answer: "
							+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage()
							+ "; check SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME "
							+ "and SPRING_DATASOURCE_PASSWORD");
				}
			}
		}
	}

	private static void migrate(HikariDataSource dataSource, Database database) {
		try {
			Flyway.configure().dataSource(dataSource).load().migrate();
		}
		catch (FlywayException ex) {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof SQLException refused && NOT_ALLOWED.equals(refused.getSQLState())) {
					throw new UsageException("the tables of the ledger, " + database.description()
							+ ", must be brought up to date or are closed to this role: run 'bulk-checkout check' once "
							+ "as the role that owns them, then grant what is new (docs/database-role.sql)");
				}
			}
			throw ex;
		}
	}

	/**
	 * Which database this is, without secrets.
	 */
	String description() {
		return this.database.description();
	}

	/**
	 * The server's name and version.
	 */
	String serverVersion() {
		return JdbcClient.create(this.dataSource)
			.sql("select 'PostgreSQL ' || current_setting('server_version')")
			.query(String.class)
			.single();
	}

	HikariDataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public Runs runs() {
		return this.runs;
	}

	@Override
	public Leases leases() {
		return this.leases;
	}

	@Override
	public Carts carts() {
		return this.carts;
	}

	@Override
	public RunReports reports() {
		return this.reports;
	}

	@Override
	public ResultFiles resultFiles() {
		return this.resultFiles;
	}

	@Override
	public Housekeeping housekeeping() {
		return this.housekeeping;
	}

	@Override
	public void close() {
		this.dataSource.close();
		this.database.close();
	}

}
