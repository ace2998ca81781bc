package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.SimulatedTokenFault;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator is told, and a scheduler, when no token can be had.
 */
@Execution(ExecutionMode.CONCURRENT)
class AuthenticationFailuresIntegrationTests {

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	AuthenticationFailuresIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void aWrongSecretIsToldBeforeAnyCartIsTouched() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			partnerCenter.tokensMisbehave(SimulatedTokenFault.INVALID_CLIENT, 0);
			Program.Child run = run(program(partnerCenter));
			assertThat(run.err()).contains("invalid_client AADSTS7000215", "What to do: ", "no cart was asked");
			assertNothingWasAttempted(run, partnerCenter);
			assertThat(partnerCenter.counts().tokenRequests()).as("a refusal is not repeated").isEqualTo(1);
		}
	}

	@Test
	void anExpiredRefreshTokenNeedsAnAdminBeforeAnyCartIsTouched() throws Exception {
		Path refresh = Files.writeString(this.directory.resolve("refresh"), "an-old-one");
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.tokens(TokenSettings.ANY_CLIENT.withRefreshTokens(Set.of("another")))
			.build())) {
			Program.Child run = run(
					program(partnerCenter).set("PARTNER_CENTER_REFRESH_TOKEN_FILE", refresh.toString()));
			assertThat(run.err()).contains("invalid_grant AADSTS70008", "the refresh token has expired",
					"consent again");
			assertNothingWasAttempted(run, partnerCenter);
		}
	}

	@Test
	void aMissingSettingIsNamedBeforeAnyCartIsTouched() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			Program.Child run = run(program(partnerCenter).set("PARTNER_CENTER_CLIENT_ID", ""));
			assertThat(run.err()).contains("PARTNER_CENTER_CLIENT_ID is missing");
			assertNothingWasAttempted(run, partnerCenter);
		}
	}

	@Test
	void aWrongClockIsToldWithItsErrorBeforeAnyCartIsTouched() throws Exception {
		try (WrongClock partnerCenter = WrongClock.refusingAssertions(Duration.ofMinutes(-10))) {
			Path certificate = new TestKeys(this.directory).pkcs12("application");
			Program program = new Program(this.directory).on(this.database.url())
				.set("PARTNER_CENTER_BASE_URL", partnerCenter.url())
				.set("PARTNER_CENTER_AUTHORITY", partnerCenter.url())
				.set("PARTNER_CENTER_TENANT_ID", TestCli.TENANT)
				.set("PARTNER_CENTER_CLIENT_ID", TestCli.CLIENT)
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE", certificate.toString())
				.set("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", TestKeys.PASSWORD);
			Program.Child run = run(program);
			assertThat(run.err()).contains("AADSTS700024", "this machine's clock is wrong (10 min", "ahead of",
					"set the clock (NTP)");
			assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
			assertThat(carts()).isZero();
		}
	}

	@Test
	@Tag("long")
	void aSlowEndpointThatStumblesOnlyCostsTime() throws Exception {
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.tokens(TokenSettings.ANY_CLIENT.withLatency(Latency.fixed(Duration.ofMillis(1500))))
			.build())) {
			partnerCenter.tokensMisbehave(SimulatedTokenFault.UNAVAILABLE, 2);
			Program.Child run = run(program(partnerCenter));
			assertThat(run.exitCode()).as("%s", run).isZero();
			assertThat(partnerCenter.counts().tokenRequests()).isEqualTo(3);
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(3);
		}
	}

	@Test
	void aTokenThatCannotBeRenewedStopsTheRunAndARestartGoesOn() throws Exception {
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(300)))
			.tokens(TokenSettings.ANY_CLIENT.withLife(Duration.ofSeconds(3)))
			.build())) {
			Program program = program(partnerCenter);
			int all = 400;
			Program.Child started = program.start("run", program.carts(all).toString(), "--concurrency", "8");
			Await.until(() -> partnerCenter.counts().orderedCarts() >= 8 || !started.process().isAlive(), started::err);
			partnerCenter.tokensMisbehave(SimulatedTokenFault.INVALID_GRANT, 0);
			Program.Child stopped = started.end();
			assertThat(stopped.exitCode()).as("%s", stopped).isEqualTo(5);
			assertThat(stopped.err()).contains("AADSTS70008", "what to do: ", "bulk-checkout restart 1");
			long before = partnerCenter.counts().orderedCarts();
			assertThat(before).isBetween(8L, all - 1L);

			Program.Child tooEarly = program.run("restart");
			assertThat(tooEarly.exitCode()).as("%s", tooEarly).isEqualTo(2);
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(before);

			partnerCenter.tokensMisbehave(null, 0);
			Program.Child restarted = program.run("restart");
			assertThat(restarted.exitCode()).as("%s", restarted).isZero();
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(all);
			assertThat(partnerCenter.truth()).allMatch((cart) -> cart.orders().size() == 1);
		}
	}

	private Program program(Simulator partnerCenter) {
		return new Program(this.directory).on(this.database.url())
			.asking(partnerCenter)
			.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
	}

	private static Program.Child run(Program program) throws IOException, InterruptedException {
		return program.run("run", program.carts(3).toString());
	}

	private void assertNothingWasAttempted(Program.Child run, Simulator partnerCenter) {
		assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
		assertThat(partnerCenter.counts().calls()).isZero();
		assertThat(carts()).as("carts that were staged or asked").isZero();
	}

	private long carts() {
		return this.database.jdbc().sql("select count(*) from cart").query(Long.class).single();
	}

}
