package dev.bulkcheckout.ledger;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultsTests {

	@ParameterizedTest
	@ValueSource(strings = { "08000", "08006", "08P01", "53100", "53200", "53300", "57P01", "57P02", "57P03", "58030",
			"40001", "40P01", "25006" })
	void faultThatPassesByItselfPasses(String state) {
		SQLException fault = new SQLException("away", state);
		assertThat(DatabaseFaults.isPassing(fault)).isTrue();
		assertThat(DatabaseFaults.isPassing(new UncategorizedSQLException("settle", null, fault))).isTrue();
		assertThat(DatabaseFaults.isPassing(new IllegalStateException(new RuntimeException(fault)))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "22003", "22021", "23505", "23502", "42601", "42P01", "42501", "25P02", "54000", "0A000",
			"08", "" })
	void faultOfTheStatementDoesNot(String state) {
		SQLException fault = new SQLException("bad", state);
		assertThat(DatabaseFaults.isPassing(fault)).isFalse();
		assertThat(DatabaseFaults.isPassing(new UncategorizedSQLException("settle", null, fault))).isFalse();
	}

	@Test
	void faultWithoutStateGoesByItsType() {
		assertThat(DatabaseFaults.isPassing(new SQLTransientConnectionException("pool timed out"))).isTrue();
		assertThat(DatabaseFaults.isPassing(new CannotGetJdbcConnectionException("none"))).isTrue();
		assertThat(DatabaseFaults.isPassing(new CannotCreateTransactionException("none"))).isTrue();
		assertThat(DatabaseFaults.isPassing(new CannotAcquireLockException("deadlock"))).isTrue();
		assertThat(DatabaseFaults.isPassing(new SQLException("no state"))).isFalse();
		assertThat(DatabaseFaults.isPassing(new DataIntegrityViolationException("twice"))).isFalse();
		assertThat(
				DatabaseFaults.isPassing(new BadSqlGrammarException("settle", "selct", new SQLException("x", "42601"))))
			.isFalse();
		assertThat(DatabaseFaults.isPassing(new NullPointerException())).isFalse();
		assertThat(DatabaseFaults.isPassing(null)).isFalse();
	}

	@Test
	void connectionThatBrokeInTheMiddlePasses() {
		SQLException broken = new SQLException("I/O error", "08006");
		assertThat(DatabaseFaults.isPassing(new DataAccessResourceFailureException("batch", broken))).isTrue();
		assertThat(DatabaseFaults.isPassing(new TransactionSystemException("could not commit", broken))).isTrue();
		BatchUpdateException batch = new BatchUpdateException("batch entry 0", null, new int[0]);
		batch.setNextException(broken);
		assertThat(DatabaseFaults.isPassing(batch)).isTrue();
	}

	@Test
	void operatorIsToldTheStateOfTheDatabase() {
		SQLException full = new SQLException("FATAL: too many connections for role \"night\"\nmore", "53300");
		SQLException none = new SQLTransientConnectionException("ledger - Connection is not available", "53300", full);
		assertThat(DatabaseFaults.words(new CannotGetJdbcConnectionException("none", none)))
			.isEqualTo("the database takes no more connections (FATAL: too many connections for role \"night\")");
		SQLException refused = new SQLException("Connection to localhost:5432 refused", "08001",
				new IOException("Connection refused"));
		assertThat(DatabaseFaults.words(new CannotGetJdbcConnectionException("none", refused)))
			.isEqualTo("the database does not answer (Connection to localhost:5432 refused)");
		assertThat(DatabaseFaults.words(new SQLException("ERROR: cannot execute UPDATE", "25006")))
			.isEqualTo("the database is read-only (ERROR: cannot execute UPDATE)");
		assertThat(DatabaseFaults.words(new SQLException("No space left on device", "53100")))
			.startsWith("the database's disk is full (");
		assertThat(DatabaseFaults.words(new CannotAcquireLockException(""))).startsWith("the database does not answer");
	}

	@Test
	void rollbackThatFailedDoesNotHideWhatItWasFor() {
		TransactionSystemException rollback = new TransactionSystemException("could not roll back",
				new SQLException("Connection is closed"));
		rollback.initApplicationException(new UncategorizedSQLException("settle", null,
				new SQLException("ERROR: cannot execute UPDATE", "25006")));
		assertThat(DatabaseFaults.words(rollback)).startsWith("the database is read-only (ERROR: cannot");
	}

}
