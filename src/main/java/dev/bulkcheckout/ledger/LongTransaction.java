package dev.bulkcheckout.ledger;

import java.sql.SQLException;
import java.time.Duration;

import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction whose statements may take longer than the time after which a silent
 * server is taken to be away, such as those over a million rows.
 */
public final class LongTransaction {

	private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

	private LongTransaction() {
	}

	/**
	 * Has the connection of the thread's transaction wait for longer. The pool puts it
	 * back afterwards. Does nothing without a transaction.
	 */
	public static void begin() {
		for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
			if (resource instanceof ConnectionHolder holder) {
				try {
					holder.getConnection().setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis());
				}
				catch (SQLException ex) {
					throw new RecoverableDataAccessException("the connection is closed", ex);
				}
			}
		}
	}

}
