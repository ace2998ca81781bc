package dev.bulkcheckout.ledger;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a fault of the database that passes by itself from one that does not.
 */
public final class DatabaseFaults {

	/**
	 * Classes and codes of PostgreSQL ("PostgreSQL Error Codes", read 2026-11):
	 * connection (08), out of connections or memory (53), shutting down, crashed or
	 * starting (57P), a standby's read-only transaction after a failover (25006),
	 * serialization and deadlock (40), system trouble such as a full disk (58).
	 */
	private static final Set<String> PASSING = Set.of("08", "53", "57", "58", "40");

	private DatabaseFaults() {
	}

	/**
	 * Whether the same statement may succeed later without anybody changing it.
	 */
	public static boolean isPassing(@Nullable Throwable fault) {
		for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
			if (cause instanceof TransientDataAccessException || cause instanceof RecoverableDataAccessException
					|| cause instanceof CannotGetJdbcConnectionException
					|| cause instanceof CannotCreateTransactionException
					|| cause instanceof java.sql.SQLTransientException
					|| cause instanceof java.sql.SQLRecoverableException) {
				return true;
			}
			if (cause instanceof SQLException sql
					&& (isPassing(sql.getSQLState()) || isClosed(sql) || isPassing(sql.getNextException()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What a fault that passes says of the database, for the operator: the state that it
	 * is in, and what the server or the driver said.
	 */
	public static String words(Throwable fault) {
		SQLException said = null;
		Throwable root = fault;
		for (Throwable cause = first(fault); cause != null; cause = cause.getCause()) {
			said = (cause instanceof SQLException sql) ? sql : said;
			root = cause;
		}
		Throwable innermost = (said != null) ? said : root;
		String message = innermost.getMessage();
		String state = (said != null) ? said.getSQLState() : null;
		return state((state != null) ? state : "") + " ("
				+ ((message != null) ? message.lines().findFirst().orElse("") : innermost.getClass().getSimpleName())
				+ ")";
	}

	/** A rollback that failed, too, stands before what it was for. */
	private static @Nullable Throwable first(Throwable fault) {
		return (fault instanceof TransactionSystemException rollback && rollback.getApplicationException() != null)
				? rollback.getApplicationException() : fault;
	}

	private static String state(String state) {
		return switch (state) {
			case "25006" -> "the database is read-only";
			case "53100" -> "the database's disk is full";
			case "53200" -> "the database is out of memory";
			case "53300" -> "the database takes no more connections";
			default -> "the database does not answer";
		};
	}

	/**
	 * The pool says so, without a state, of a connection that it has given up already:
	 * for example when a commit has failed and is to be rolled back.
	 */
	private static boolean isClosed(SQLException ex) {
		return ex.getSQLState() == null && "Connection is closed".equals(ex.getMessage());
	}

	private static boolean isPassing(@Nullable String state) {
		return state != null && state.length() == 5
				&& (PASSING.contains(state.substring(0, 2)) || state.equals("25006"));
	}

}
