package dev.bulkcheckout.report;

import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.ledger.LongTransaction;

/**
 * One moment of the ledger: whatever is asked within it answers as of the same instant,
 * while the run goes on beside it.
 */
public final class Snapshot {

	private static final int ROWS_PER_FETCH = 1000;

	private final TransactionTemplate transaction;

	private final JdbcClient jdbc;

	/**
	 * Of the given database.
	 */
	public Snapshot(DataSource dataSource) {
		DefaultTransactionDefinition definition = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		definition.setReadOnly(true);
		this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource), definition);
		JdbcTemplate template = new JdbcTemplate(dataSource);
		// within a transaction, this makes the driver use a cursor
		template.setFetchSize(ROWS_PER_FETCH);
		this.jdbc = JdbcClient.create(template);
	}

	/**
	 * Asks within a transaction that can only read.
	 */
	public <T> T read(Supplier<T> questions) {
		return this.transaction.execute((status) -> {
			LongTransaction.begin();
			// the transaction's own, not the session's, which a pooler may give to others
			this.jdbc.sql("set transaction isolation level repeatable read").update();
			// a million rows are joined and sorted in memory, not on the disk
			this.jdbc.sql("set local work_mem = '64MB'").update();
			return questions.get();
		});
	}

	/**
	 * Asks the same database; streams where it is asked within {@link #read}.
	 */
	public JdbcClient jdbc() {
		return this.jdbc;
	}

}
