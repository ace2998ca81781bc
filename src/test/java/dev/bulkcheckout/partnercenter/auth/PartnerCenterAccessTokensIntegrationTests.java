package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.ArrayList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.settings.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Execution(ExecutionMode.CONCURRENT)
class PartnerCenterAccessTokensIntegrationTests {

	private static final TokenRetries QUICKLY = new TokenRetries(4, Duration.ofMillis(10), Duration.ofMillis(50),
			Duration.ofSeconds(30));

	private final TokenStub entra = new TokenStub();

	private final Path directory;

	PartnerCenterAccessTokensIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void stop() {
		this.entra.close();
	}

	@Test
	void aSecretBringsAToken() {
		PartnerCenterAccessTokens tokens = tokens(settings().build());
		assertThat(tokens.current()).isEqualTo(tokens.current()).isEqualTo(this.entra.issued().getFirst());
		assertThat(this.entra.requests()).singleElement()
			.isEqualTo(Map.of("path", TokenStub.PATH, "grant_type", "client_credentials", "client_id", "app",
					"client_secret", "s3cret~value", "scope", "https://api.partnercenter.microsoft.com/.default"));
	}

	@Test
	void theIdentityTellsWhoAsksWithoutASecret() {
		PartnerCenterAccessTokens tokens = tokens(settings().build());
		assertThat(tokens.identity())
			.isEqualTo(new Identity(Flow.APP_ONLY, TokenStub.TENANT, "app", "client secret", null, null, null));
		tokens.current();
		assertThat(Objects.requireNonNull(tokens.identity().tokenExpiresAt()))
			.isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "p12" })
	void aCertificateSignsTheAssertionAsEntraWantsIt(String kind)
			throws IOException, GeneralSecurityException, java.text.ParseException, JOSEException {
		TestKeys keys = new TestKeys(this.directory);
		Path store = keys.pkcs12("app");
		Path file = kind.equals("pem") ? keys.pem(store, "app") : store;
		PartnerCenterAccessTokens tokens = tokens(settings().certificate(file, TestKeys.PASSWORD).build());
		assertThat(tokens.current()).isEqualTo(this.entra.issued().getFirst());

		Map<String, String> request = this.entra.requests().getFirst();
		assertThat(request).doesNotContainKey("client_secret")
			.containsEntry("client_id", "app")
			.containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		SignedJWT assertion = SignedJWT.parse(request.get("client_assertion"));
		X509Certificate certificate = (X509Certificate) TestKeys.load(store).getCertificate("app");
		assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey()))).isTrue();
		assertThat(assertion.getHeader().toJSONObject()).isEqualTo(Map.of("alg", "PS256", "typ", "JWT", "x5t#S256",
				Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())).toString()));
		assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("app");
		assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("app");
		assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(this.entra.authority() + TokenStub.PATH);
		assertThat(assertion.getJWTClaimsSet().getJWTID()).isNotBlank();
		assertThat(Duration.between(assertion.getJWTClaimsSet().getNotBeforeTime().toInstant(),
				assertion.getJWTClaimsSet().getExpirationTime().toInstant()))
			.isEqualTo(Duration.ofMinutes(5));
		assertThat(tokens.identity().credential()).startsWith("certificate CN=app, valid to ");
		assertThat(tokens.identity().credentialExpiresAt()).isEqualTo(certificate.getNotAfter().toInstant());
	}

	@Test
	void aCertificateFileThatCannotBeUsedIsRefused() throws IOException, GeneralSecurityException {
		TestKeys keys = new TestKeys(this.directory);
		Path store = keys.pkcs12("app");
		assertUnusable(store, "wrong",
				"cannot be opened as PEM or PKCS#12, or PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD is not its password");
		assertUnusable(Files.writeString(this.directory.resolve("text"), "no key"), null, "cannot be opened as PEM");
		String pem = Files.readString(keys.pem(store, "app"));
		assertUnusable(
				Files.writeString(this.directory.resolve("key"), pem.substring(0, pem.indexOf("-----BEGIN CERT"))),
				null, "must hold both a private key and its certificate");
		Path other = keys.pem(keys.pkcs12("other"), "other");
		String mixed = pem.substring(0, pem.indexOf("-----BEGIN CERT"))
				+ Files.readString(other).substring(Files.readString(other).indexOf("-----BEGIN CERT"));
		assertUnusable(Files.writeString(this.directory.resolve("mixed"), mixed), null, "belongs to the key in it");
		assertUnusable(keys.pkcs12("curve", "-keyalg", "EC"), TestKeys.PASSWORD, "must be an RSA key");
	}

	private void assertUnusable(Path file, @org.jspecify.annotations.Nullable String password, String message) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> tokens(settings().certificate(file, password).build()))
			.withMessageStartingWith("PARTNER_CENTER_CLIENT_CERTIFICATE: ")
			.withMessageContaining(message)
			.withMessageNotContainingAny("wrong");
	}

	@Test
	void aRefreshTokenBringsATokenAndIsReplacedInItsFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("refresh"), "refr3sh-0\n");
		PartnerCenterAccessTokens tokens = tokens(settings().refreshTokenFile(file).build());
		String first = tokens.current();
		assertThat(this.entra.requests().getFirst()).isEqualTo(Map.of("path", TokenStub.PATH, "grant_type",
				"refresh_token", "refresh_token", "refr3sh-0", "client_id", "app", "client_secret", "s3cret~value",
				"scope", "https://api.partnercenter.microsoft.com/.default offline_access"));
		assertThat(file).hasContent("refr3sh-1");
		tokens.reject(first);
		tokens.current();
		assertThat(this.entra.requests().getLast()).containsEntry("refresh_token", "refr3sh-1");
		assertThat(file).hasContent("refr3sh-2");
	}

	@Test
	void anAdminsNewConsentIsTakenFromTheFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("refresh"), "refr3sh-0\n");
		PartnerCenterAccessTokens tokens = tokens(settings().refreshTokenFile(file).build());
		tokens.reject(tokens.current());
		Files.writeString(file, "consented-again\n");
		tokens.current();
		assertThat(this.entra.requests().getLast()).containsEntry("refresh_token", "consented-again");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					401 | invalid_client       | 7000215 | the client secret is wrong. What to do: set PARTNER_CENTER_CLIENT_SECRET
					401 | invalid_client       | 7000222 | the client secret has expired. What to do: set PARTNER_CENTER_CLIENT_SECRET
					401 | invalid_client       | 700027  | the certificate is not the application's, or has expired.
					400 | unauthorized_client  | 700016  | the application is not in this tenant. What to do: check PARTNER_CENTER_CLIENT_ID
					400 | invalid_request      | 90002   | the tenant does not exist. What to do: check PARTNER_CENTER_TENANT_ID
					400 | invalid_resource     | 500011  | the tenant does not know the resource. What to do: check PARTNER_CENTER_RESOURCE
					400 | invalid_scope        | 1002012 | the scope is not valid. What to do: check PARTNER_CENTER_RESOURCE
					400 | invalid_grant        | 70008   | the refresh token has expired. What to do: an admin must consent again with MFA
					400 | invalid_grant        | 700082  | the refresh token has expired: it was not used for too long. What to do: an admin must consent again with MFA
					400 | invalid_grant        | 50076   | MFA is needed. What to do: an admin must consent again with MFA
					400 | invalid_grant        | 50078   | the proof of MFA has expired by a policy. What to do: an admin must consent again with MFA
					400 | invalid_grant        | 70043   | the refresh token has expired by the policy of sign-in frequency. What to do: an admin must consent again with MFA
					400 | interaction_required | 50079   | the user must enrol for MFA. What to do: an admin must consent again with MFA
					400 | invalid_grant        | 53003   | Conditional Access does not let this sign-in pass.
					401 | invalid_client       | 700024  | the assertion is outside its time: this machine's clock is wrong
					400 | invalid_grant        | 123456  | the refresh token is not valid any more. What to do: an admin must consent again
					401 | invalid_client       | 123456  | the application could not prove who it is.
					400 | strange              | 123456  | the request was refused. What to do: look the number up
					""")
	void aRefusalIsToldPlainlyAndNotRepeated(int status, String error, int code, String meaning) {
		this.entra.behaves(TokenStub.refuses(status, error, code));
		NoAccessTokenException refusal = refusal(tokens(settings().build()));
		assertThat(refusal)
			.hasMessageStartingWith(
					"tried to get an access token (app-only) for application app from " + this.entra.authority()
							+ TokenStub.PATH + " but got " + status + " " + error + " AADSTS" + code + ": " + meaning)
			.hasMessageContaining("Entra's words: \"AADSTS" + code + ": Words of Entra.\"")
			.hasMessageEndingWith("(trace id 0000aaaa-11bb-cccc-dd22-eeeeee333333, correlation id "
					+ "aaaa0000-bb11-2222-33cc-444444dddddd)");
		assertThat(refusal.isPassing()).isFalse();
		assertThat(this.entra.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 50078, 50076, 70043, 70044, 700081 })
	void aRefreshTokenThatAPolicyEndedNamesThePolicies(int code) {
		this.entra.behaves(TokenStub.refuses(400, "invalid_grant", code));
		assertThat(refusal(tokens(settings().build()))).hasMessageContaining("remember multi-factor authentication")
			.hasMessageContaining("sign-in frequency in Conditional Access");
	}

	@ParameterizedTest
	@ValueSource(ints = { 50196, 90055 })
	void whoAsksTooOftenWaitsInsteadOfAskingAgain(int code) {
		this.entra.behaves(TokenStub.refuses(400, "invalid_request", code));
		PartnerCenterAccessTokens tokens = tokens(settings().build());
		for (int i = 0; i < 100; i++) {
			NoAccessTokenException refusal = refusal(tokens);
			assertThat(refusal).hasMessageContaining("AADSTS" + code + ": Entra has had too many like requests");
			assertThat(refusal.isPassing()).isTrue();
			assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
		}
		assertThat(this.entra.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			"expires_in":"1200","expires_on":"%d"  | 1200
			"expires_in":1200.0                    | 1200
			"expires_on":"%d"                      | 1800
			"expires_on":%d                        | 1800
			"expires_in":0,"expires_on":"%d"       | 1800
			"expires_in":"","expires_on":"tonight" | 600
			"expires_in":null                      | 600
			"expires_on":"1"                       | 600
			"ext_expires_in":3600                  | 600
			""")
	void aTokenLivesByWhateverTheAnswerSaysAndNeverForASecond(String life, long seconds) {
		this.entra.behaves((exchange) -> TokenStub.answer(exchange, 200,
				"{\"token_type\":\"Bearer\",\"access_token\":\"t0ken\"," + life.formatted(now() + 1800) + "}"));
		PartnerCenterAccessTokens tokens = tokens(settings().build());
		for (int i = 0; i < 100; i++) {
			assertThat(tokens.current()).isEqualTo("t0ken");
		}
		assertThat(Objects.requireNonNull(tokens.identity().tokenExpiresAt()).getEpochSecond())
			.isBetween(now() + seconds - 60, now() + seconds);
		assertThat(this.entra.requests()).hasSize(1);
	}

	private static long now() {
		return Instant.now().getEpochSecond();
	}

	@Test
	void theConsentOfARefreshTokenGrowsOldThoughItsTokensAreRenewed() throws IOException {
		Path file = Files.writeString(this.directory.resolve("refresh"), "refr3sh-0\n");
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(11))));
		tokens(settings().refreshTokenFile(file).build()).current();
		assertThat(file).hasContent("refr3sh-1");
		RefreshTokenAge age = Objects
			.requireNonNull(tokens(settings().refreshTokenFile(file).build()).identity().refreshTokenAge());
		assertThat(age.isOld()).isTrue();
		assertThat(age.told()).contains("11 days old").contains("sign-in frequency");
		Files.writeString(file, "consented-again");
		assertThat(
				Objects.requireNonNull(tokens(settings().refreshTokenFile(file).build()).identity().refreshTokenAge())
					.isOld())
			.isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "7400, 2 h 3 min ahead", "-250, 4 min \\d+ s behind" })
	void aWrongClockIsMeasuredAgainstTheAnswersDate(int ahead, String told) {
		this.entra.behaves(TokenStub.refuses(401, "invalid_client", 700024));
		PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(settings().build(),
				() -> Instant.now().plusSeconds(ahead), Duration.ofSeconds(5), QUICKLY, Duration.ofSeconds(30));
		assertThat(refusal(tokens).getMessage())
			.containsPattern("this machine's clock is wrong \\(" + told + " of the endpoint's\\)");
	}

	@Test
	void whoeverWantsToHearsOfEachToken() {
		PartnerCenterAccessTokens tokens = tokens(settings().build());
		List<Instant> heard = new ArrayList<>();
		tokens.onIssued(heard::add);
		String first = tokens.current();
		tokens.current();
		assertThat(heard).hasSize(1);
		tokens.reject(first);
		tokens.current();
		assertThat(heard).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void aFaultThatMayPassIsRepeated(int status) {
		this.entra.behavesFirst(2,
				(exchange) -> TokenStub.answer(exchange, status, "text/html", "<h1>client_secret=s3cret</h1>"));
		assertThat(tokens(settings().build()).current()).startsWith("t0ken-1");
		assertThat(this.entra.requests()).hasSize(3);
	}

	@Test
	void entrasOwnTroubleIsRepeated() {
		this.entra.behavesFirst(1, TokenStub.refuses(400, "temporarily_unavailable", 90033));
		assertThat(tokens(settings().build()).current()).startsWith("t0ken-1");
	}

	@Test
	void repetitionsAreBounded() {
		this.entra.behaves((exchange) -> TokenStub.answer(exchange, 503, "text/html", "<h1>s3cret~value</h1>"));
		NoAccessTokenException refusal = refusal(tokens(settings().build()));
		assertThat(refusal).hasMessageContaining("but got 503: the token endpoint cannot answer now")
			.hasMessageNotContainingAny("s3cret");
		assertThat(refusal.isPassing()).isTrue();
		assertThat(this.entra.requests()).hasSize(4);
	}

	@Test
	void anEndpointThatIsDownIsTold() {
		this.entra.close();
		NoAccessTokenException refusal = refusal(tokens(settings().build()));
		assertThat(refusal).hasMessageContaining("but got no answer: ").hasMessageContaining("Connection refused");
		assertThat(refusal.isPassing()).isTrue();
	}

	@Test
	void aSilentEndpointIsRepeatedThenTold() {
		this.entra.behaves((exchange) -> sleep(3_000));
		PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(settings().build(), InstantSource.system(),
				Duration.ofMillis(200), QUICKLY, Duration.ofSeconds(60));
		assertThat(refusal(tokens)).hasMessageContaining("but got no answer: ").hasMessageContaining("Read timed out");
		assertThat(this.entra.requests()).hasSize(4);
	}

	@Test
	void anAnswerWithoutEndIsBrokenOff() {
		this.entra.behaves((exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 0);
			for (int i = 0; i < 300; i++) {
				exchange.getResponseBody().write(' ');
				exchange.getResponseBody().flush();
				sleep(100);
			}
		});
		PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(settings().build(), InstantSource.system(),
				Duration.ofSeconds(10), QUICKLY, Duration.ofSeconds(1));
		assertThat(refusal(tokens)).hasMessageContaining("did not end within 1 s");
		this.entra.behaves((exchange) -> this.entra.token(exchange, 3600));
		PartnerCenterAccessTokens patient = tokens(settings().build());
		assertThat(patient.current()).startsWith("t0ken-");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json | {"token_type":"Bearer","expires_in":3600}
			application/json | {"access_token":"t0ken-unfinished
			application/json | t0ken-bare
			text/html        | <h1>t0ken</h1>
			application/json | {"access_token":"t0ken-typeless"}
			""")
	void anAnswerWithoutATokenIsRepeatedAndNotQuoted(String type, String body) {
		this.entra.behaves((exchange) -> TokenStub.answer(exchange, 200, type, body));
		NoAccessTokenException refusal = refusal(tokens(settings().build()));
		assertThat(refusal).hasMessageContaining("but got an answer that holds no token.");
		assertThat(stackTrace(refusal)).doesNotContain("t0ken");
		assertThat(this.entra.requests()).hasSize(4);
	}

	@Test
	void aRefusalThatQuotesTheSecretIsNotRepeatedToPeople() {
		String jwt = "eyJ" + "a".repeat(200);
		this.entra.behaves((exchange) -> TokenStub.answer(exchange, 401, """
				{"error":"invalid_client","error_description":"AADSTS7000215: you sent s3cret~value"}"""));
		assertThat(stackTrace(refusal(tokens(settings().build())))).doesNotContain("s3cret");
		this.entra.behaves((exchange) -> TokenStub.answer(exchange, 401, """
				{"error":"invalid_client","error_description":"AADSTS700027: you sent %s"}""".formatted(jwt)));
		assertThat(stackTrace(refusal(tokens(settings().build())))).doesNotContain(jwt).contains("you sent …");
	}

	@Test
	void aRedirectIsNotFollowed() {
		try (TokenStub elsewhere = new TokenStub()) {
			this.entra.behaves((exchange) -> {
				exchange.getResponseHeaders().set("Location", elsewhere.authority() + TokenStub.PATH);
				TokenStub.answer(exchange, 307, "");
			});
			assertThat(refusal(tokens(settings().build())))
				.hasMessageContaining("but got 307: no answer of a token endpoint.");
			assertThat(elsewhere.requests()).isEmpty();
		}
	}

	private NoAccessTokenException refusal(PartnerCenterAccessTokens tokens) {
		return Objects.requireNonNull(catchThrowableOfType(NoAccessTokenException.class, tokens::current));
	}

	private static String stackTrace(Throwable thrown) {
		java.io.StringWriter text = new java.io.StringWriter();
		thrown.printStackTrace(new java.io.PrintWriter(text));
		return text.toString();
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private TestSettings settings() {
		return new TestSettings(this.entra.authority());
	}

	private static PartnerCenterAccessTokens tokens(PartnerCenterProperties settings) {
		return new PartnerCenterAccessTokens(settings, InstantSource.system(), Duration.ofSeconds(5), QUICKLY,
				Duration.ofSeconds(60));
	}

}
