package dev.bulkcheckout.ledger;

import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LongTransactionIntegrationTests {

	@Test
	void itsStatementsMayBeSilentForLongerAndThoseAfterItMayNot() throws SQLException {
		try (TestDatabase database = TestDatabase.empty()) {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(database.url());
			config.setMaximumPoolSize(1);
			config.addDataSourceProperty("socketTimeout", "1");
			try (HikariDataSource pool = new HikariDataSource(config)) {
				JdbcClient jdbc = JdbcClient.create(pool);
				new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult((status) -> {
					LongTransaction.begin();
					assertThat(jdbc.sql("select pg_sleep(3)::text").query(String.class).single()).isEmpty();
				});
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> jdbc.sql("select pg_sleep(30)::text").query(String.class).single())
					.matches(DatabaseFaults::isPassing);
			}
		}
	}

}
