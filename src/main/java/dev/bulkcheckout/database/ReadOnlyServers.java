package dev.bulkcheckout.database;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Has the pool give up a connection to a server that became read-only: where the URL
 * names several hosts, the next one leads to the server that is the primary now.
 */
final class ReadOnlyServers implements SQLExceptionOverride {

	/** PostgreSQL's read_only_sql_transaction. */
	private static final String READ_ONLY = "25006";

	@java.lang.Override
	public Override adjudicate(SQLException fault) {
		return READ_ONLY.equals(fault.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
