package dev.bulkcheckout;

import java.time.InstantSource;
import java.time.ZoneId;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.check.SetUpCheck;
import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.database.DatabaseSettings;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Housekeeping;
import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Partitions;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.RunWorkers;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.metrics.ServedMetrics;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.report.PurchaseQuery;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.DatasourceProperties;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.LedgerProperties;
import dev.bulkcheckout.settings.SettingRules;

/**
 * The ledger and the questions to it: the context of every command but {@code validate}
 * and {@code simulator}. The database is opened, and its tables brought up to date, when
 * the first question is asked.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ LedgerProperties.class, DatasourceProperties.class })
class LedgerConfiguration {

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor settingRules() {
		return SettingRules::new;
	}

	@Bean
	InstantSource clock() {
		return InstantSource.system();
	}

	@Bean
	Database database(DatasourceProperties server, LedgerProperties properties, OperatorConsole console) {
		DatabaseSettings settings;
		try {
			settings = new DatabaseSettings(server.url(), server.username(), server.passwordText(), properties.schema(),
					properties.data());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(String.valueOf(ex.getMessage()));
		}
		Database database = Database.open(settings, console::say);
		console.say("the ledger is in " + database.description());
		return database;
	}

	@Bean
	DataSource dataSource(Database database) {
		return database.connect();
	}

	@Bean
	JdbcClient jdbcClient(DataSource dataSource) {
		return JdbcClient.create(dataSource);
	}

	@Bean
	NamedParameterJdbcTemplate namedParameterJdbcTemplate(DataSource dataSource) {
		return new NamedParameterJdbcTemplate(dataSource);
	}

	@Bean
	PlatformTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	DatabaseRetry databaseRetry(LedgerProperties properties, OperatorConsole console, InstantSource clock) {
		return new DatabaseRetry(properties.databaseOutageTimeout(), console::say, clock);
	}

	@Bean
	Runs runs(JdbcClient jdbc) {
		return new Runs(jdbc);
	}

	@Bean
	Leases leases(JdbcClient jdbc, LedgerProperties properties) {
		return new Leases(jdbc, properties.leaseLife());
	}

	@Bean
	Partitions partitions(JdbcClient jdbc, PlatformTransactionManager transactionManager, Leases leases) {
		return new Partitions(jdbc, new TransactionTemplate(transactionManager), leases);
	}

	@Bean
	RunWorkers runWorkers(JdbcClient jdbc, PlatformTransactionManager transactionManager, Leases leases) {
		return new RunWorkers(jdbc, new TransactionTemplate(transactionManager), leases);
	}

	@Bean
	JobFires jobFires(JdbcClient jdbc) {
		return new JobFires(jdbc);
	}

	@Bean
	TenantLeases tenantLeases(JdbcClient jdbc, LedgerProperties properties) {
		return new TenantLeases(jdbc, properties.leaseLife());
	}

	@Bean
	PageActions pageActions(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		return new PageActions(jdbc, new TransactionTemplate(transactionManager));
	}

	@Bean
	ServedLedger servedLedger(DataSource dataSource, Runs runs, JobFires fires, TenantLeases leases,
			PageActions actions) {
		return new ServedLedger(dataSource, runs, fires, leases, actions);
	}

	@Bean
	PurchaseQuery purchaseQuery(JdbcClient jdbc) {
		return new PurchaseQuery(jdbc);
	}

	@Bean
	CarriedCarts carriedCarts(JdbcClient jdbc) {
		return new CarriedCarts(jdbc, ErrorCodes.clearing());
	}

	@Bean
	RunCountsQuery runCounts(JdbcClient jdbc) {
		return new RunCountsQuery(jdbc);
	}

	@Bean
	RunReports runReports(DataSource dataSource, Leases leases) {
		return new RunReports(dataSource, leases, ErrorCodes::explain, ZoneId.systemDefault());
	}

	@Bean
	ResultFiles resultFiles(RunReports reports) {
		return new ResultFiles(reports);
	}

	@Bean
	Housekeeping housekeeping(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		return new Housekeeping(jdbc, new TransactionTemplate(transactionManager));
	}

	/**
	 * Of a process that serves; its launches are given the same.
	 */
	@Bean
	@ConditionalOnMissingBean
	ServedMetrics servedMetrics() {
		return new ServedMetrics();
	}

	@Bean
	SetUpCheck setUpCheck(ConfigurableEnvironment environment, ObjectProvider<Database> database,
			ObjectProvider<JdbcClient> jdbc, ObjectProvider<Runs> runs, InstantSource clock) {
		return new SetUpCheck(environment, () -> {
			String server = jdbc.getObject()
				.sql("select 'PostgreSQL ' || current_setting('server_version') || ', schema ' || current_schema()")
				.query(String.class)
				.single();
			return "%s, %s, runs: %d".formatted(database.getObject().description(), server, runs.getObject().count());
		}, clock);
	}

}
