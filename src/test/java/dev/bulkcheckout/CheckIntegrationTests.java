package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class CheckIntegrationTests {

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	CheckIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void allThatIsRightIsShownWithoutASecret() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			Path certificate = new TestKeys(this.directory).pkcs12("application");
			Program.Child check = new Program(this.directory).on(this.database.url())
				.asking(partnerCenter)
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE", certificate.toString())
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", TestKeys.PASSWORD)
				.run("check");
			assertThat(check.exitCode()).as("%s", check).isZero();
			assertThat(check.out().lines()).satisfiesExactly((line) -> assertThat(line).startsWith("ok       settings")
				.contains("app-only", "cloud global at " + partnerCenter.baseUrl(), TestCli.TENANT, TestCli.CLIENT),
					// the test's certificate lives 30 days
					(line) -> assertThat(line).contains("identity", "CN=application", "valid to 2"),
					(line) -> assertThat(line).startsWith("ok       database").contains("PostgreSQL 1", "runs: 0"),
					(line) -> assertThat(line).startsWith("ok       token").contains("good until 2"),
					(line) -> assertThat(line).startsWith("ok       read").contains("HTTP 200"));
			assertThat(check.said()).doesNotContain(TestKeys.PASSWORD, "simulated-access");
			assertThat(partnerCenter.counts().checkouts()).isZero();
		}
	}

	@Test
	void wrongSettingsDoNotKeepTheDatabaseFromBeingLookedAt() throws Exception {
		Program.Child check = new Program(this.directory).on(this.database.url())
			.set("PARTNER_CENTER_CLOUD", "moon")
			.run("check");
		assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
		assertThat(check.out().lines()).satisfiesExactly((line) -> assertThat(line).startsWith(
				"WRONG    settings  the setting partner-center.cloud is \"moon\" (PARTNER_CENTER_CLOUD in the environment)"),
				(line) -> assertThat(line).startsWith("ok       database"),
				(line) -> assertThat(line).startsWith("skipped  token"),
				(line) -> assertThat(line).startsWith("skipped  read"));
	}

	@Test
	void aDatabaseThatIsDownDoesNotKeepTheTokenFromBeingLookedAt() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			Program.Child check = new Program(this.directory).asking(partnerCenter)
				.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
				.set("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/none")
				.set("SPRING_DATASOURCE_PASSWORD", "hush-hush")
				.run("check");
			assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
			assertThat(check.out()).contains("WRONG    database").contains("ok       read");
			assertThat(check.said()).doesNotContain("hush-hush");
		}
	}

	@Test
	void aReadThatIsRefusedIsToldWithAdvice() throws Exception {
		TokenSettings worthless = TokenSettings.ANY_CLIENT.withLife(Duration.ofNanos(1))
			.withAnnouncedLife(Duration.ofHours(1), false);
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder().tokens(worthless).build())) {
			Program.Child check = new Program(this.directory).on(this.database.url())
				.asking(partnerCenter)
				.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
				.run("check");
			assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
			assertThat(check.out()).contains("ok       token")
				.contains("WRONG    read")
				.contains("HTTP 401")
				.contains("What to do: check tenant, client id");
			assertThat(partnerCenter.counts().tokenRequests()).as("once more with a new token").isEqualTo(2);
		}
	}

	@Test
	void aClockThatIsWrongIsAWarning() throws Exception {
		try (WrongClock partnerCenter = WrongClock.answering(Duration.ofMinutes(7))) {
			Program.Child check = new Program(this.directory).on(this.database.url())
				.set("PARTNER_CENTER_BASE_URL", partnerCenter.url())
				.set("PARTNER_CENTER_AUTHORITY", partnerCenter.url())
				.set("PARTNER_CENTER_TENANT_ID", TestCli.TENANT)
				.set("PARTNER_CENTER_CLIENT_ID", TestCli.CLIENT)
				.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
				.run("check");
			assertThat(check.exitCode()).as("%s", check).isZero();
			assertThat(check.out()).contains("warning  clock").contains("behind Partner Center's");
		}
	}

	@Test
	void aConsentOfElevenDaysIsAWarningInCheckAndAtTheStartOfARun() throws Exception {
		Path file = Files.writeString(this.directory.resolve("refresh"), "\uFEFFof-the-user\r\n");
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(11))));
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.tokens(TokenSettings.ANY_CLIENT.withRefreshTokens(Set.of("of-the-user")))
			.build())) {
			Program program = new Program(this.directory).asking(partnerCenter)
				.on(this.database.url())
				.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
				.set("PARTNER_CENTER_REFRESH_TOKEN_FILE", file.toString());
			Program.Child check = program.run("check");
			assertThat(check.exitCode()).as("%s", check).isZero();
			assertThat(check.out()).contains("warning  consent").contains("11 days old");
			Program.Child run = program.run("run", program.carts(1).toString());
			assertThat(run.exitCode()).as("%s", run).isZero();
			assertThat(run.err()).contains("warning: the consent of the refresh token in ")
				.contains("11 days old")
				.contains("\"remember multi-factor authentication\" or sign-in frequency");
		}
	}

	@Test
	void secretsComeFromAConfigTree() throws Exception {
		Path secrets = Files.createDirectory(this.directory.resolve("secrets"));
		Files.writeString(secrets.resolve("partner-center.client-secret"), "of-the-tree\n");
		Files.writeString(secrets.resolve("spring.datasource.password"), "anything\n");
		Files.writeString(secrets.resolve("spring.datasource.username"), "postgres\n");
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.tokens(TokenSettings.ANY_CLIENT.withClient(TestCli.CLIENT, "of-the-tree", null))
			.build())) {
			Program.Child check = new Program(this.directory).asking(partnerCenter)
				.set("SPRING_CONFIG_IMPORT", "optional:configtree:" + secrets + "/")
				.set("SPRING_DATASOURCE_URL", this.database.url())
				.run("check");
			assertThat(check.exitCode()).as("%s", check).isZero();
			assertThat(check.out()).contains("ok       database").contains("ok       token");
		}
	}

	@Test
	void aConfigTreeThatIsNotThereIsToldByItsSetting() throws Exception {
		Program.Child check = new Program(this.directory).on(this.database.url())
			.set("SPRING_CONFIG_IMPORT", "configtree:" + this.directory + "/none/")
			.run("check");
		assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
		assertThat(check.err()).contains("SPRING_CONFIG_IMPORT");
	}

	@Test
	void theDatabasesPasswordComesFromAFile() throws Exception {
		Path file = Files.writeString(this.directory.resolve("password"), "\uFEFF anything \r\n");
		Program program = new Program(this.directory).on(this.database.url())
			.set("SPRING_DATASOURCE_PASSWORD_FILE", file.toString());
		assertThat(program.run("check").out()).contains("ok       database");
		Files.delete(file);
		assertThat(program.run("check").out()).contains("WRONG    database  SPRING_DATASOURCE_PASSWORD_FILE")
			.contains("there is no file");
	}

}
