package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The roles of docs/database-role.sql suffice, and allow no more.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseRoleIntegrationTests {

	private final TestDatabase database = TestDatabase.empty();

	private final Path directory;

	DatabaseRoleIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void theJobRunsUnderItsRoleAndQuestionsUnderTheReaders() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			grant();
			Program.Child tooEarly = as("bulk_checkout_job", partnerCenter).run("runs");
			assertThat(tooEarly.exitCode()).as("%s", tooEarly).isEqualTo(2);
			assertThat(tooEarly.err()).contains("must be brought up to date", "docs/database-role.sql");

			Program.Child migrated = as("bulk_checkout_owner", partnerCenter).run("check");
			assertThat(migrated.exitCode()).as("%s", migrated).isZero();
			grant();

			Program job = as("bulk_checkout_job", partnerCenter);
			String csv = job.carts(20).toString();
			Program.Child run = job.run("run", csv);
			assertThat(run.exitCode()).as("%s", run).isZero();
			// as before version 17: the planner hears of the carts later
			this.database.jdbc().sql("revoke maintain on cart from bulk_checkout_job").update();
			Program.Child rerun = job.run("run", csv, "--again");
			assertThat(rerun.exitCode()).as("%s", rerun).isZero();
			Program.Child stop = job.run("stop", "1");
			assertThat(stop.exitCode()).as("%s", stop).isNotEqualTo(1);

			theJobDoesWhatIsAskedForOnThePage();

			Program reader = as("bulk_checkout_reader", partnerCenter);
			for (List<String> question : List.of(List.of("runs"), List.of("runs", "--json"), List.of("show", "1"),
					List.of("show", "1", "--json"), List.of("report", "1"))) {
				Program.Child answer = reader.run(question.toArray(String[]::new));
				assertThat(answer.exitCode()).as("%s: %s", question, answer).isZero();
			}
			theJobMayNotDoMore();
		}
	}

	private void theJobDoesWhatIsAskedForOnThePage() {
		DataSource job = dataSource("bulk_checkout_job");
		PageActions actions = new PageActions(JdbcClient.create(job),
				new TransactionTemplate(new DataSourceTransactionManager(job)));
		AskedAction asked = actions.ask(new ActionRequest(ActionKind.RECONCILE, "anna", "1", "sha", new RunId(1),
				"nightly", false, Set.of(), null, null));
		assertThat(asked).isInstanceOfSatisfying(AskedAction.Accepted.class, (accepted) -> {
			actions.begin(accepted.action().id(), "test");
			actions.end(accepted.action().id(), ActionResult.DONE, 0, "done");
		});
		assertThat(actions.stop(
				new ActionRequest(ActionKind.STOP, "anna", "2", "sha", new RunId(1), null, false, Set.of(), null, null),
				true))
			.isInstanceOf(AskedAction.Accepted.class);
	}

	private void theJobMayNotDoMore() {
		for (String statement : List.of("delete from cart", "truncate cart", "drop table cart",
				"alter table cart add column more text", "create table more (id bigint)",
				"update flyway_schema_history set success = false", "create role more",
				"select pg_read_file('PG_VERSION')", "copy cart to program 'cat'")) {
			refuses("bulk_checkout_job", statement);
		}
		for (String statement : List.of("update cart set attempts = 0", "insert into run_lease (run_id) values (1)",
				"create temporary table more (id bigint)", "select nextval('batch_job_instance_seq')")) {
			refuses("bulk_checkout_reader", statement);
		}
	}

	private void refuses(String role, String statement) {
		assertThatExceptionOfType(BadSqlGrammarException.class).as("%s: %s", role, statement)
			.isThrownBy(() -> JdbcClient.create(dataSource(role)).sql(statement).update())
			.havingRootCause()
			.asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class))
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
	}

	private void grant() throws Exception {
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(Files.readString(Path.of("docs", "database-role.sql")));
		}
	}

	private Program as(String role, Simulator partnerCenter) {
		return new Program(this.directory).asking(partnerCenter)
			.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms")
			.set("SPRING_DATASOURCE_URL", url())
			.set("SPRING_DATASOURCE_USERNAME", role);
	}

	/** Without the user that the URL names, which would win. */
	private String url() {
		return this.database.url().replaceFirst("\\?.*", "");
	}

	private DataSource dataSource(String role) {
		return new DriverManagerDataSource(url(), role, "");
	}

}
