package dev.bulkcheckout.partnercenter.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class HttpsIntegrationTests {

	private final TestKeys keys;

	HttpsIntegrationTests(@TempDir Path directory) {
		this.keys = new TestKeys(directory);
	}

	@Test
	void anInHouseAuthorityIsTrustedThroughTheJvmsTrustStoreAlone() throws Exception {
		Path authority = this.keys.authority();
		try (TokenStub entra = new TokenStub(this.keys.server(authority))) {
			Path others = this.keys.trustStore(this.keys.pkcs12("ca"), "others.p12");
			assertThat(probe(entra, "-Djavax.net.ssl.trustStore=" + others)).contains("PKIX path")
				.contains("Have the JVM trust the authority's CA (-Djavax.net.ssl.trustStore and")
				.doesNotContain(TestSettings.SECRET);
			assertThat(entra.requests()).isEmpty();
			assertThat(probe(entra, "-Djavax.net.ssl.trustStore=" + this.keys.trustStore(authority, "trust.p12")))
				.startsWith("Identity[flow=app-only, tenantId=" + TokenStub.TENANT + ", clientId=app, "
						+ "credential=client secret, credentialExpiresAt=null, tokenExpiresAt=2");
			assertThat(entra.requests()).singleElement()
				.satisfies((request) -> assertThat(request).containsEntry("client_secret", TestSettings.SECRET));
		}
	}

	private static String probe(TokenStub entra, String... options) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java").toString(),
						"-Xmx128m", "-XX:TieredStopAtLevel=1",
						// without it the JVM reads no certificate from the store, and
						// says nothing
						"-Djavax.net.ssl.trustStorePassword=" + TestKeys.PASSWORD));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path")),
				TokenProcess.class.getName()));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment()
			.putAll(Map.of("PARTNER_CENTER_AUTHORITY", entra.authority(), "PARTNER_CENTER_TENANT_ID", TokenStub.TENANT,
					"PARTNER_CENTER_CLIENT_ID", "app", "PARTNER_CENTER_CLIENT_SECRET", TestSettings.SECRET));
		Process process = builder.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return said.lines().filter((line) -> !line.contains(" DEBUG ")).reduce("", (a, b) -> a + b + "\n");
	}

}
