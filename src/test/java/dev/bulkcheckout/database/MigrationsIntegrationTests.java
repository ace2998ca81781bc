package dev.bulkcheckout.database;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationsIntegrationTests {

	private final TestDatabase database = TestDatabase.migrated();

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whatFlywayHasAppliedIsAllIn() throws SQLException {
		assertThat(areAllIn()).isTrue();
	}

	@Test
	void anythingElseIsForFlywayToSee() throws SQLException {
		this.database.jdbc().sql("update flyway_schema_history set success = false where installed_rank = 1").update();
		assertThat(areAllIn()).as("one that failed").isFalse();
		this.database.jdbc().sql("update flyway_schema_history set success = true, checksum = checksum + 1").update();
		assertThat(areAllIn()).as("one that was changed").isFalse();
		this.database.jdbc().sql("update flyway_schema_history set checksum = checksum - 1").update();
		assertThat(areAllIn()).isTrue();
		this.database.jdbc()
			.sql("delete from flyway_schema_history where installed_rank = (select max(installed_rank) from flyway_schema_history)")
			.update();
		assertThat(areAllIn()).as("a former version's").isFalse();
		this.database.jdbc().sql("drop table flyway_schema_history").update();
		assertThat(areAllIn()).as("an empty schema").isFalse();
	}

	private boolean areAllIn() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection()) {
			return Migrations.areAllIn(connection);
		}
	}

}
