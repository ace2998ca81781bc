package dev.bulkcheckout.partnercenter.auth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.SimulatedTokenFault;
import dev.bulkcheckout.simulator.TokenSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SimulatedAuthorityIntegrationTests {

	private static final TokenRetries QUICKLY = new TokenRetries(4, Duration.ofMillis(10), Duration.ofSeconds(1),
			Duration.ofSeconds(30));

	private static final TokenSettings STRICT = TokenSettings.ANY_CLIENT
		.withResource("https://api.partnercenter.microsoft.com");

	private final Path directory;

	SimulatedAuthorityIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void theRightSecretBringsATokenAndTheWrongOneDoesNot() {
		try (Simulator simulator = simulator(STRICT.withClient("app", TestSettings.SECRET, null))) {
			assertThat(tokens(settings(simulator).build()).current()).isNotEmpty();
		}
		try (Simulator simulator = simulator(STRICT.withClient("app", "another", null))) {
			assertRefused(tokens(settings(simulator).build()), "AADSTS7000215: the client secret is wrong.");
		}
		try (Simulator simulator = simulator(STRICT.withClient("another", null, null))) {
			assertRefused(tokens(settings(simulator).build()), "AADSTS700016: the application is not in this tenant.");
		}
	}

	@Test
	void theRightCertificateBringsAToken() throws Exception {
		Path store = new TestKeys(this.directory).pkcs12("app");
		X509Certificate certificate = (X509Certificate) TestKeys.load(store).getCertificate("app");
		try (Simulator simulator = simulator(STRICT.withClient("app", null, certificate))) {
			assertThat(tokens(settings(simulator).certificate(store, TestKeys.PASSWORD).build()).current())
				.isNotEmpty();
		}
	}

	@Test
	void eachRefreshTokenReplacesTheLast() throws Exception {
		Path file = Files.writeString(this.directory.resolve("refresh"), "refr3sh-0\n");
		try (Simulator simulator = simulator(STRICT.withRefreshTokens(Set.of("refr3sh-0")))) {
			PartnerCenterAccessTokens tokens = tokens(settings(simulator).refreshTokenFile(file).build());
			tokens.reject(tokens.current());
			assertThat(tokens.current()).isNotEmpty();
			assertThat(Files.readString(file)).isNotBlank().isNotEqualTo("refr3sh-0\n");
		}
		try (Simulator simulator = simulator(STRICT.withRefreshTokens(Set.of("another")))) {
			assertRefused(tokens(settings(simulator).refreshTokenFile(file).build()),
					"AADSTS70008: the refresh token has expired. What to do: an admin must consent again with MFA");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVER_ERROR", "UNAVAILABLE", "THROTTLED", "NOT_JSON", "NO_TOKEN", "RESET" })
	void troubleThatPassesIsWaitedFor(SimulatedTokenFault trouble) {
		try (Simulator simulator = simulator(STRICT)) {
			simulator.tokensMisbehave(trouble, 2);
			assertThat(tokens(settings(simulator).build()).current()).isNotEmpty();
			assertThat(simulator.counts().tokenRequests()).isEqualTo(3);
		}
	}

	private static void assertRefused(PartnerCenterAccessTokens tokens, String message) {
		assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(tokens::current)
			.withMessageContaining(message);
	}

	private static Simulator simulator(TokenSettings tokens) {
		return Simulator.start(SimulatorSettings.builder().tokens(tokens).build());
	}

	private static TestSettings settings(Simulator simulator) {
		return new TestSettings(simulator.authority().toString());
	}

	private static PartnerCenterAccessTokens tokens(PartnerCenterProperties settings) {
		return new PartnerCenterAccessTokens(settings, InstantSource.system(), Duration.ofSeconds(5), QUICKLY,
				Duration.ofSeconds(60));
	}

}
