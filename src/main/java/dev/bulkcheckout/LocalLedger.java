package dev.bulkcheckout;

import java.time.Duration;
import java.time.ZoneId;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.cli.Workplace;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.LedgerProperties;

/**
 * The ledger with its tables brought up to date, without a Spring context: questions are
 * answered in a second.
 */
final class LocalLedger implements Workplace.Ledger {

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
		this.reports = new RunReports(dataSource, this.leases, ErrorCodes::explain, ZoneId.systemDefault());
		this.resultFiles = new ResultFiles(this.reports);
	}

	static LocalLedger open(Database database, LedgerProperties settings) {
		HikariDataSource dataSource = null;
		try {
			dataSource = database.connect();
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

	/**
	 * Which database this is, without secrets.
	 */
	String description() {
		return this.database.description();
	}

	/**
	 * The server's name and version, and the schema of the ledger's tables.
	 */
	String serverVersion() {
		return JdbcClient.create(this.dataSource)
			.sql("select 'PostgreSQL ' || current_setting('server_version') || ', schema ' || current_schema()")
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
