package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database of its own for a test, with the real migrations, on one real PostgreSQL for
 * the whole JVM. The JVM's time zone is not UTC, so the sessions' is not either.
 */
public final class TestDatabase implements AutoCloseable {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final HikariDataSource dataSource;

	private final String name;

	private final String url;

	private TestDatabase(String name, String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername("postgres");
		config.setMaximumPoolSize(10);
		config.addDataSourceProperty("currentSchema", "bulk_checkout,public");
		this.name = name;
		this.url = url;
		this.dataSource = new HikariDataSource(config);
	}

	/**
	 * Creates an empty database.
	 */
	public static TestDatabase empty() {
		return made("");
	}

	/**
	 * Creates an empty database whose texts are encoded as the given encoding has it.
	 */
	public static TestDatabase encodedIn(String encoding) {
		return made(" encoding '" + encoding + "' template template0 lc_collate 'C' lc_ctype 'C'");
	}

	private static TestDatabase made(String options) {
		String name = "test_" + COUNT.incrementAndGet();
		JdbcClient.create(Server.INSTANCE.getPostgresDatabase()).sql("create database " + name + options).update();
		return new TestDatabase(name, Server.INSTANCE.getJdbcUrl("postgres", name));
	}

	/**
	 * Creates a database with the project's tables.
	 */
	public static TestDatabase migrated() {
		TestDatabase database = empty();
		Flyway.configure().dataSource(database.dataSource).defaultSchema("bulk_checkout").load().migrate();
		database.jdbc().sql("alter database " + database.name + " set search_path = bulk_checkout, public").update();
		database.countExecutionsApart();
		return database;
	}

	/**
	 * Spring Batch keeps job and step scopes of a JVM by the ids of the executions: those
	 * of two databases must not be alike.
	 */
	private void countExecutionsApart() {
		for (String sequence : List.of("batch_job_execution_seq", "batch_step_execution_seq")) {
			jdbc().sql("select setval('bulk_checkout." + sequence + "', :start)")
				.param("start", 10_000L * COUNT.incrementAndGet())
				.query(Long.class)
				.single();
		}
	}

	public String url() {
		return this.url;
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	public JdbcClient jdbc() {
		return JdbcClient.create(this.dataSource);
	}

	public NamedParameterJdbcTemplate template() {
		return new NamedParameterJdbcTemplate(this.dataSource);
	}

	public TransactionTemplate transactions() {
		return new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

	/**
	 * The one server, started when first needed and stopped with the JVM.
	 */
	private static final class Server {

		private static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
