package dev.bulkcheckout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.bulkcheckout.database.Database;
import dev.bulkcheckout.database.DatabaseSettings;
import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.SimulatedTokenFault;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for every secret in everything that the real program leaves behind at the most
 * talkative level.
 */
@Execution(ExecutionMode.CONCURRENT)
class SecretsIntegrationTests {

	private static final String SECRET = "s3cret~Of.the-application";

	private static final String REFRESH_TOKEN = "f1rst-refresh-token-of-the-user";

	/** What every token of the simulator, every assertion and every token form holds. */
	private static final List<String> MARKS = List.of(SECRET, REFRESH_TOKEN, TestKeys.PASSWORD, "simulated-access",
			"simulated-refresh", "client_assertion=", "client_secret=", "eyJ", "Bearer ");

	@SuppressWarnings("NullAway.Init")
	private static Database database;

	private final Path directory;

	SecretsIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@BeforeAll
	static void startADatabaseThatAsksForItsPassword(@TempDir Path shared) {
		database = Database.open(DatabaseSettings.embedded(shared.resolve("data")), (sentence) -> {
		});
	}

	@AfterAll
	static void stopIt() {
		database.close();
	}

	@Test
	void aRunWithASecretLeavesNoneBehind() throws Exception {
		try (Simulator partnerCenter = Simulator.start(withTokens(TokenSettings.ANY_CLIENT))) {
			Program program = program(partnerCenter).set("PARTNER_CENTER_CLIENT_SECRET", SECRET);
			assertThat(everythingOf(program, 0)).contains(" TRACE ");
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(5);
		}
	}

	@Test
	@Tag("long")
	void aRunWithACertificateForAUserLeavesNoneBehind() throws Exception {
		Path refresh = Files.writeString(this.directory.resolve("refresh"), REFRESH_TOKEN + "\n");
		try (Simulator partnerCenter = Simulator
			.start(withTokens(TokenSettings.ANY_CLIENT.withRefreshTokens(Set.of(REFRESH_TOKEN))))) {
			Program program = program(partnerCenter)
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE", new TestKeys(this.directory).pkcs12("application").toString())
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", TestKeys.PASSWORD)
				.set("PARTNER_CENTER_REFRESH_TOKEN_FILE", refresh.toString());
			everythingOf(program, 0);
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(5);
			assertThat(refresh).content().startsWith("simulated-refresh.");
		}
	}

	@Test
	void aRunWhoseTokensAreRefusedLeavesNoneBehind() throws Exception {
		TokenSettings worthless = TokenSettings.ANY_CLIENT.withLife(Duration.ofNanos(1))
			.withAnnouncedLife(Duration.ofHours(1), false);
		try (Simulator partnerCenter = Simulator.start(withTokens(worthless))) {
			Program program = program(partnerCenter).set("PARTNER_CENTER_CLIENT_SECRET", SECRET);
			assertThat(everythingOf(program, 5)).contains("HTTP 401");
			assertThat(partnerCenter.counts().orderedCarts()).isZero();
		}
	}

	@Test
	void aRunWithoutATokenLeavesNoneBehind() throws Exception {
		try (Simulator partnerCenter = Simulator.start(withTokens(TokenSettings.ANY_CLIENT))) {
			partnerCenter.tokensMisbehave(SimulatedTokenFault.INVALID_CLIENT, 0);
			// a password in the URL is as good a secret
			Program program = program(partnerCenter).set("PARTNER_CENTER_CLIENT_SECRET", SECRET)
				.set("SPRING_DATASOURCE_USERNAME", "")
				.set("SPRING_DATASOURCE_PASSWORD", "")
				.set("SPRING_DATASOURCE_URL",
						database.url() + "?user=" + database.username() + "&password=" + database.password());
			assertThat(everythingOf(program, 2)).contains("AADSTS7000215");
			assertThat(partnerCenter.counts().checkouts()).isZero();
		}
	}

	private Program program(Simulator partnerCenter) {
		return new Program(this.directory).asking(partnerCenter)
			.set("SPRING_DATASOURCE_URL", database.url())
			.set("SPRING_DATASOURCE_USERNAME", String.valueOf(database.username()))
			.set("SPRING_DATASOURCE_PASSWORD", String.valueOf(database.password()))
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms")
			.set("LOGGING_LEVEL_ROOT", "TRACE")
			.set("LOGGING_LEVEL_ORG_APACHE_HC_CLIENT5_HTTP_WIRE", "TRACE")
			.set("LOGGING_LEVEL_ORG_APACHE_HC_CLIENT5_HTTP_HEADERS", "TRACE")
			.set("LOGGING_LEVEL_ORG_SPRINGFRAMEWORK_WEB_CLIENT", "TRACE")
			.set("LOGGING_LEVEL_ORG_POSTGRESQL", "TRACE")
			.set("LOGGING_LEVEL_COM_ZAXXER_HIKARI", "TRACE");
	}

	private static SimulatorSettings withTokens(TokenSettings tokens) {
		return SimulatorSettings.builder().tokens(tokens).provisioning(Latency.fixed(Duration.ofMillis(200))).build();
	}

	/**
	 * Runs, asks and reports; fails if any of what is left holds a secret.
	 */
	private String everythingOf(Program program, int exitCode) throws Exception {
		Path csv = program.carts(5);
		StringBuilder everything = new StringBuilder();
		Program.Child launched = program.start("run", csv.toString());
		everything.append(everythingOf(launched));
		assertThat(launched.exitCode()).as("%s", launched).isEqualTo(exitCode);
		String run = (exitCode != 0) ? "" : String.valueOf(newestRun());
		// where nothing was bought the others have nothing to tell
		for (String question : (exitCode != 0) ? List.of("check")
				: List.of("check", "runs --json", "show " + run, "show --json " + run, "report " + run)) {
			everything.append(everythingOf(program.start(question.split(" ", -1))));
		}
		everything.append(files()).append(dump());
		Set<String> secrets = new LinkedHashSet<>(MARKS);
		secrets.add(String.valueOf(database.password()));
		String all = everything.toString();
		for (String secret : secrets) {
			int at = all.indexOf(secret);
			assertThat(at).as(() -> "\"%s\" is told in: %s".formatted(secret, around(all, at))).isNegative();
		}
		return all;
	}

	private static String everythingOf(Program.Child child) throws Exception {
		String arguments = child.arguments();
		assertThat(arguments).contains(BulkCheckout.class.getName());
		return child.end().said() + arguments + "\n";
	}

	private static String around(String text, int at) {
		return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
	}

	private static long newestRun() {
		return JdbcClient.create(dataSource()).sql("select max(id) from run").query(Long.class).single();
	}

	/** What the program wrote, but not what it was given. */
	private String files() throws IOException {
		StringBuilder text = new StringBuilder();
		Path output = this.directory.resolve("output");
		if (!Files.isDirectory(output)) {
			// nothing was begun
			return "";
		}
		try (Stream<Path> files = Files.walk(output)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				text.append(file).append('\n').append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
			}
		}
		return text.toString();
	}

	private static String dump() {
		JdbcClient jdbc = JdbcClient.create(dataSource());
		List<String> tables = jdbc
			.sql("select quote_ident(tablename) from pg_tables where schemaname = 'bulk_checkout'")
			.query(String.class)
			.list();
		assertThat(tables).contains("cart", "run", "batch_job_execution");
		StringBuilder text = new StringBuilder();
		for (String table : tables) {
			text.append(table)
				.append(jdbc.sql("select row::text from " + table + " as row").query(String.class).list())
				.append('\n');
		}
		return text.toString();
	}

	private static DataSource dataSource() {
		return new DriverManagerDataSource(database.url() + "?currentSchema=bulk_checkout",
				String.valueOf(database.username()), String.valueOf(database.password()));
	}

}
