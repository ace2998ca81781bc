package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.bulkcheckout.partnercenter.auth.TestKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who gets a token, and what a token is good for. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class TokenIntegrationTests {

	private static final String SECRET_FORM = "grant_type=client_credentials&client_id=me&client_secret=right&scope=https%3A%2F%2Fapi.example%2F.default";

	private static final String CART = "00000000-0000-0000-0000-000000000001";

	private final Path directory;

	private int keyStores;

	private Simulator simulator = start(
			TokenSettings.ANY_CLIENT.withClient("me", "right", null).withResource("https://api.example"));

	TokenIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void rightSecretGetsAToken() throws Exception {
		JsonNode token = Client.json(token(SECRET_FORM));
		assertThat(token.path("token_type").asString()).isEqualTo("Bearer");
		assertThat(token.path("expires_in").isNumber()).isTrue();
		assertThat(token.path("expires_in").asInt()).isEqualTo(3600);
		assertThat(token.path("access_token").asString()).isNotEmpty();
		assertThat(this.simulator.counts().tokenRequests()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "right, wrong, invalid_client, 7000215", "client_id=me, client_id=you, unauthorized_client, 700016",
			".default, orders, invalid_scope, 1002012", "client_credentials, password, unsupported_grant_type, 70003",
			"client_secret, other, invalid_client, 7000218", "client_id, other, invalid_request, 900144",
			"api.example, graph.example, invalid_scope, 1002012" })
	void wrongRequestsAreToldWhy(String right, String wrong, String error, int code) throws Exception {
		HttpResponse<String> answer = token(SECRET_FORM.replace(right, wrong));
		assertThat(answer.statusCode()).isBetween(400, 401);
		assertThat(Client.json(answer).path("error").asString()).isEqualTo(error);
		assertThat(Client.json(answer).at("/error_codes/0").asInt()).isEqualTo(code);
	}

	@Test
	void refreshTokenGivesANewOneAndStaysGood() throws Exception {
		restart(TokenSettings.ANY_CLIENT.withRefreshTokens(Set.of("first")));
		String form = "grant_type=refresh_token&client_id=me&client_secret=s&scope=r%2Fuser_impersonation&refresh_token=";
		String second = Client.json(token(form + "first")).path("refresh_token").asString();
		assertThat(second).isNotEmpty();
		assertThat(Client.json(token(form + second)).path("refresh_token").asString()).isNotEqualTo(second);
		assertThat(token(form + "first").statusCode()).isEqualTo(200);
		HttpResponse<String> dead = token(form + "dead");
		assertThat(dead.statusCode()).isEqualTo(400);
		assertThat(dead.body()).contains("invalid_grant", "AADSTS70008");
	}

	@Test
	void lifeMayBeTextAndUntrue() throws Exception {
		restart(TokenSettings.ANY_CLIENT.withLife(Duration.ofMillis(1)).withAnnouncedLife(Duration.ofHours(1), true));
		assertThat(Client.json(token(SECRET_FORM)).path("expires_in").asString()).isEqualTo("3600");
		Client client = Client.of(this.simulator);
		Thread.sleep(20);
		assertThat(client.checkout(CART).statusCode()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Basic x", "Bearer ", "Bearer nonsense",
			"Bearer simulated-access.7fffffffffffffff.0000000000000001.0000000000000000" })
	void callsNeedATokenOfThisSimulator(String authorization) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(this.simulator.baseUrl().resolve("/v1/profiles/organization"));
		if (!authorization.isEmpty()) {
			request.header("Authorization", authorization);
		}
		HttpResponse<String> answer = new Client(this.simulator.baseUrl()).send(request);
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
		assertThat(this.simulator.counts().unauthorized()).isEqualTo(1);
	}

	@Test
	void callsNeedNoTokenIfToldSo() throws Exception {
		restart(TokenSettings.ANY_CLIENT.notRequired());
		assertThat(new Client(this.simulator.baseUrl()).checkout(CART).statusCode()).isEqualTo(201);
	}

	@ParameterizedTest
	@EnumSource(value = SimulatedTokenFault.class, mode = EnumSource.Mode.EXCLUDE, names = { "RESET", "HANG" })
	void endpointMisbehavesAsOftenAsAsked(SimulatedTokenFault fault) throws Exception {
		this.simulator.tokensMisbehave(fault, 1);
		HttpResponse<String> answer = token(SECRET_FORM);
		assertThat(answer.body()).doesNotContain("access_token");
		boolean success = fault == SimulatedTokenFault.NOT_JSON || fault == SimulatedTokenFault.NO_TOKEN;
		assertThat(answer.statusCode() == 200).isEqualTo(success);
		assertThat(token(SECRET_FORM).body()).contains("access_token");
	}

	@Test
	void endpointMayReset() {
		this.simulator.tokensMisbehave(SimulatedTokenFault.RESET, 0);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> token(SECRET_FORM));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RS256", "PS256" })
	void assertionOfTheRightCertificateGetsAToken(String alg) throws Exception {
		KeyStore keys = keyStore();
		restart(TokenSettings.ANY_CLIENT.withClient("me", null, certificate(keys)));
		assertThat(token(assertionForm(assertion(keys, alg, "tenant", "me", 600))).statusCode()).isEqualTo(200);
		assertThat(token(SECRET_FORM).body()).contains("7000218");
	}

	@ParameterizedTest
	@CsvSource({ "none, tenant, me, 600, alg", "RS256, other, me, 600, aud", "RS256, tenant, you, 600, iss",
			"RS256, tenant, me, -1, expired" })
	void wrongAssertionsAreRefused(String alg, String tenant, String issuer, long life, String part) throws Exception {
		KeyStore keys = keyStore();
		restart(TokenSettings.ANY_CLIENT.withClient("me", null, certificate(keys)));
		assertThat(token(assertionForm(assertion(keys, alg, tenant, issuer, life))).body()).contains("invalid_client",
				part);
	}

	@Test
	void assertionOfAnotherKeyOrBrokenIsRefused() throws Exception {
		KeyStore keys = keyStore();
		restart(TokenSettings.ANY_CLIENT.withClient("me", null, certificate(keys)));
		String good = assertion(keys, "PS256", "tenant", "me", 600);
		assertThat(token(assertionForm(good.substring(0, good.length() - 8) + "AAAAAAAA")).body())
			.contains("signature");
		assertThat(token(assertionForm("a.b.c")).body()).contains("invalid_client");
		restart(TokenSettings.ANY_CLIENT.withClient("me", null, certificate(keyStore())));
		assertThat(token(assertionForm(good)).body()).contains("x5t");
	}

	@Test
	void servesHttpsWithTheKeyOfAFile() throws Exception {
		KeyStore keys = keyStore();
		this.simulator.close();
		this.simulator = Simulator
			.start(SimulatorSettings.builder().tls(this.directory.resolve("key0.p12"), TestKeys.PASSWORD).build());
		assertThat(this.simulator.baseUrl().getScheme()).isEqualTo("https");
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("ca", certificate(keys));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		HttpClient http = HttpClient.newBuilder().sslContext(context).build();
		URI counts = URI.create("https://localhost:" + this.simulator.port() + "/simulator/counts");
		assertThat(http.send(HttpRequest.newBuilder(counts).build(), BodyHandlers.ofString()).statusCode())
			.isEqualTo(200);
		URI lost = URI.create("https://localhost:" + this.simulator.port() + "/v1/profiles/organization");
		this.simulator.goDown(OutageMode.RESET);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> http.send(HttpRequest.newBuilder(lost).build(), BodyHandlers.ofString()));
	}

	private static Simulator start(TokenSettings tokens) {
		return Simulator.start(SimulatorSettings.builder().tokens(tokens).build());
	}

	private void restart(TokenSettings tokens) {
		this.simulator.close();
		this.simulator = start(tokens);
	}

	private HttpResponse<String> token(String form) throws Exception {
		return new Client(this.simulator.authority()).token(form);
	}

	private static String assertionForm(String assertion) {
		return "grant_type=client_credentials&client_id=me&scope=r%2F.default&client_assertion_type="
				+ URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
				+ "&client_assertion=" + assertion;
	}

	private String assertion(KeyStore keys, String alg, String tenant, String issuer, long life) throws Exception {
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		String thumbprint = base64
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate(keys).getEncoded()));
		String header = "{\"alg\":\"" + alg + "\",\"typ\":\"JWT\",\"x5t#S256\":\"" + thumbprint + "\"}";
		String claims = "{\"aud\":\"" + this.simulator.authority() + "/" + tenant + "/oauth2/v2.0/token\",\"iss\":\""
				+ issuer + "\",\"sub\":\"" + issuer + "\",\"jti\":\"1\",\"exp\":"
				+ (Instant.now().getEpochSecond() + life) + "}";
		String signed = base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + '.'
				+ base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
		Signature signature = Signature.getInstance(alg.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
		if (alg.equals("PS256")) {
			signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		}
		signature.initSign((PrivateKey) keys.getKey(keys.aliases().nextElement(), TestKeys.PASSWORD.toCharArray()));
		signature.update(signed.getBytes(StandardCharsets.US_ASCII));
		return signed + '.' + base64.encodeToString(signature.sign());
	}

	private static X509Certificate certificate(KeyStore keys) throws Exception {
		return (X509Certificate) keys.getCertificate(keys.aliases().nextElement());
	}

	/** Another key with a certificate of its own each time. */
	private KeyStore keyStore() throws Exception {
		Path file = new TestKeys(this.directory).pkcs12("key" + this.keyStores++, "-ext",
				"san=dns:localhost,ip:127.0.0.1");
		return TestKeys.load(file);
	}

}
