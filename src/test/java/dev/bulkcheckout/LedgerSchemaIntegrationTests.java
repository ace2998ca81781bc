package dev.bulkcheckout;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that others use, too, or that cannot hold what is bought: nothing of theirs
 * is touched, and nothing is bought that could not be stored.
 */
@Execution(ExecutionMode.CONCURRENT)
class LedgerSchemaIntegrationTests {

	private static final int CARTS = 3;

	private final Simulator partnerCenter = Simulator.start();

	private final TestDatabase shared = TestDatabase.empty();

	private final Path directory;

	LedgerSchemaIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void close() {
		this.shared.close();
		this.partnerCenter.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "LATIN1", "SQL_ASCII" })
	void aDatabaseThatCannotHoldEveryTextIsRefusedBeforeTheFirstCall(String encoding) {
		try (TestDatabase database = TestDatabase.encodedIn(encoding)) {
			Program program = on(database);
			Program.Child run = program.run("run", program.carts(CARTS).toString());
			assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
			assertThat(run.err()).contains("is encoded in " + encoding + ", which cannot hold every text",
					"encoding 'UTF8'", "SPRING_DATASOURCE_URL");
			assertThat(this.partnerCenter.counts().checkouts()).isZero();
			Program.Child check = program.run("check");
			assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
			assertThat(check.out()).contains("WRONG    database").contains("is encoded in " + encoding);
		}
	}

	@Test
	void anotherProgramsTablesAndHistoryAreLeftAloneAndTheRunHasItsOwnSchema() {
		othersIn("public");
		List<String> before = all("public");
		assertRuns(on(this.shared));
		assertThat(all("public")).isEqualTo(before);
		assertThat(tables("bulk_checkout")).contains("cart", "run", "batch_job_instance", "flyway_schema_history");
	}

	@Test
	void aSchemaIsNamedByItsSettingOrByTheUrl() {
		Program program = on(this.shared).set("BULK_CHECKOUT_SCHEMA", "night");
		assertRuns(program);
		assertThat(tables("night")).contains("cart", "batch_job_instance");
		assertThat(tables("bulk_checkout")).isEmpty();
		Program byUrl = on(this.shared).set("SPRING_DATASOURCE_URL", this.shared.url() + "&currentSchema=night");
		assertThat(byUrl.run("runs").out()).contains("finished");
		Program both = byUrl.set("BULK_CHECKOUT_SCHEMA", "day");
		assertRefused(both, "names the schema night (currentSchema) and BULK_CHECKOUT_SCHEMA names day");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Night", "pg_night", "1night", "night; drop table x", "public.night" })
	void aNameThatNeedsQuotesIsRefused(String name) {
		assertRefused(on(this.shared).set("BULK_CHECKOUT_SCHEMA", name), "BULK_CHECKOUT_SCHEMA is \"" + name + "\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bulk_checkout", "theirs" })
	void aSchemaOfAnotherProgramIsRefusedAndNeverRepaired(String schema) {
		othersIn(schema);
		List<String> before = all(schema);
		assertRefused(on(this.shared).set("BULK_CHECKOUT_SCHEMA", schema),
				"holds another program's history of migrations (V1__theirs.sql)");
		sql("drop table " + schema + ".flyway_schema_history");
		assertRefused(on(this.shared).set("BULK_CHECKOUT_SCHEMA", schema), "holds another program's table run");
		assertThat(before).contains("theirs").containsAll(all(schema));
	}

	@Test
	void aRoleThatMayMakeNoSchemaIsToldWhoseTaskItIs() {
		sql("create role humble login");
		Program program = on(this.shared).set("SPRING_DATASOURCE_USERNAME", "humble")
			.set("SPRING_DATASOURCE_URL", this.shared.url().replaceFirst("\\?.*", ""));
		assertRefused(program, "this role may not make the schema bulk_checkout", "'create schema bulk_checkout",
				"BULK_CHECKOUT_SCHEMA");
		sql("create schema bulk_checkout authorization humble");
		assertRuns(program);
	}

	@Test
	void aLedgerOfAFormerVersionGoesOnInPublic() {
		Flyway.configure().dataSource(this.shared.dataSource()).defaultSchema("public").load().migrate();
		assertRuns(on(this.shared));
		sql("create schema bulk_checkout");
		assertThat(on(this.shared).run("runs").out()).contains("finished");
		assertThat(tables("bulk_checkout")).isEmpty();
		sql("alter database %s set search_path = bulk_checkout"
			.formatted(this.shared.jdbc().sql("select current_database()").query(String.class).single()));
		assertThat(on(this.shared).run("runs").out()).as("also for roles that look elsewhere first")
			.contains("finished");
	}

	@Test
	void tablesThatSomebodyChangedAreRefusedWithoutTheAdviceToRepair() {
		assertRuns(on(this.shared));
		sql("update bulk_checkout.flyway_schema_history set checksum = 1 where version = '2'");
		Program.Child run = assertRefused(on(this.shared),
				"are not as this version of bulk-checkout or a former one made");
		assertThat(run.said()).doesNotContainIgnoringCase("repair").doesNotContain("Flyway");
	}

	private Program on(TestDatabase database) {
		return new Program(this.directory, database.url(), this.partnerCenter)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
	}

	private void assertRuns(Program program) {
		Program.Child run = program.run("run", program.carts(CARTS).toString());
		assertThat(run.exitCode()).as("%s", run).isZero();
		assertThat(this.partnerCenter.counts().orderedCarts()).isEqualTo(CARTS);
	}

	private Program.Child assertRefused(Program program, String... words) {
		long asked = this.partnerCenter.counts().checkouts();
		Program.Child run = program.run("run", program.carts(CARTS).toString());
		assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
		assertThat(run.err()).contains(words);
		assertThat(this.partnerCenter.counts().checkouts()).isEqualTo(asked);
		return run;
	}

	private void othersIn(String schema) {
		sql("create schema if not exists " + schema);
		sql("create table %s.theirs (id bigint)".formatted(schema));
		sql("create table %s.run (id bigint)".formatted(schema));
		sql("insert into %s.run values (4711)".formatted(schema));
		sql("""
				create table %s.flyway_schema_history (installed_rank int primary key, version text, description text,
				    type text, script text, checksum int, installed_by text, installed_on timestamp, execution_time int,
				    success boolean)""".formatted(schema));
		sql("""
				insert into %s.flyway_schema_history
				values (1, '1', 'theirs', 'SQL', 'V1__theirs.sql', 1, 'them', now(), 1, true)""".formatted(schema));
	}

	private List<String> tables(String schema) {
		return this.shared.jdbc()
			.sql("select tablename::text from pg_tables where schemaname = ? order by 1")
			.param(schema)
			.query(String.class)
			.list();
	}

	/** The tables, and what is in them. */
	private List<String> all(String schema) {
		List<String> all = new java.util.ArrayList<>(tables(schema));
		for (String table : tables(schema)) {
			all.addAll(this.shared.jdbc()
				.sql("select row::text from %s.%s as row".formatted(schema, table))
				.query(String.class)
				.list());
		}
		return all;
	}

	private void sql(String statement) {
		try (Connection connection = this.shared.dataSource().getConnection();
				Statement change = connection.createStatement()) {
			change.execute(statement);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
