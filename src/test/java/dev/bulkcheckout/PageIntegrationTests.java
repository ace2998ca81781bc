package dev.bulkcheckout;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.page.PasswordFile;
import dev.bulkcheckout.partnercenter.auth.TestKeys;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.settings.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The server of the page: what it answers, and to whom.
 */
class PageIntegrationTests {

	private static final LedgerFixture ledger = new LedgerFixture();

	private static PageFixture page;

	@BeforeAll
	static void open() {
		ledger.aRun(1, new NewRun("key", "<script>alert(1)</script>\u202Efile.csv", "5ad1", null, null, null, null,
				false, "{}"));
		page = new PageFixture(ledger.database, Map.of());
	}

	@AfterAll
	static void close() {
		page.close();
		ledger.close();
	}

	@Test
	void theRunsAreListedAndHostileTextIsOnlyShown() throws Exception {
		HttpResponse<String> runs = page.get(page.signedIn(PageFixture.VIEWER), "/");
		assertThat(runs.statusCode()).as(runs.body()).isEqualTo(200);
		assertThat(runs.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
		assertThat(runs.body())
			.contains("run 1", "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]file.csv</bdi>",
					"aria-current=\"page\"")
			.doesNotContain("<script>alert", "{bcrypt}");
	}

	@Test
	void stylesAndScriptsAreKeptForEverUnderNamesOfTheirBytes() throws Exception {
		HttpClient browser = PageFixture.browser();
		Pattern assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
		String body = page.get(browser, "/sign-in").body();
		assertThat(assets.matcher(body).results().map((match) -> match.group(1))).hasSize(6)
			.allMatch((asset) -> asset.matches("/assets/[a-z.]+-[0-9a-f]{32}\\.(css|js|svg)"));
		for (MatchResult asset : assets.matcher(body).results().toList()) {
			HttpResponse<String> file = page.get(browser, asset.group(1));
			assertThat(file.statusCode()).as(asset.group(1)).isEqualTo(200);
			assertThat(file.headers().firstValue("cache-control")).as(asset.group(1))
				.hasValue("max-age=31536000, public, immutable");
		}
		HttpClient signedIn = page.signedIn(PageFixture.OPERATOR);
		for (String other : new String[] { "/assets/RunsController.class", "/assets/../web.yaml",
				"/webjars/htmx.org/2.0.8/dist/htmx.js", "/web.yaml", "/assets/", "/nothing" }) {
			HttpResponse<String> nothing = page.get(signedIn, other);
			assertThat(nothing.statusCode()).as(other).isIn(400, 404);
			assertThat(nothing.body()).as(other).doesNotContain("Exception", "org.apache", "\tat ");
		}
		assertThat(page.get(signedIn, "/nothing").body()).contains("There is no such page", "HTTP 404",
				"signed in as <bdi>otto</bdi>");
	}

	@Test
	void nobodySeesAnythingWithoutSigningIn() throws Exception {
		HttpClient browser = PageFixture.browser();
		for (String path : new String[] { "/", "/runs", "/api/runs", "/error", "/actuator/env", "/nothing",
				"/sign-in/..;/", "//" }) {
			HttpResponse<String> answer = page.get(browser, path);
			assertThat(answer.statusCode()).as(path).isIn(302, 400, 401);
			assertThat(answer.body()).as(path).doesNotContain("run 1");
		}
		assertThat(page.get(browser, "/").headers().firstValue("location")).hasValue("/sign-in");
		assertThat(page.get(browser, "/api/runs").statusCode()).isEqualTo(401);
		HttpResponse<String> part = browser
			.send(HttpRequest.newBuilder(page.at("/")).header("HX-Request", "true").build(), BodyHandlers.ofString());
		assertThat(part.statusCode()).isEqualTo(401);
		assertThat(part.headers().firstValue("hx-redirect")).hasValue("/sign-in");
	}

	@Test
	void aViewerActsOnNothingAlsoNotByHand() throws Exception {
		HttpClient viewer = page.signedIn(PageFixture.VIEWER);
		String token = PageFixture.token(page.get(viewer, "/").body());
		for (String path : new String[] { "/", "/runs/1/stop", "/api/runs", "/nothing-that-is-there-yet" }) {
			assertThat(page.post(viewer, path, Map.of("_csrf", token)).statusCode()).as(path).isEqualTo(403);
			for (String method : new String[] { "PUT", "DELETE", "PATCH", "OPTIONS" }) {
				HttpRequest request = HttpRequest.newBuilder(page.at(path))
					.method(method, BodyPublishers.noBody())
					.header("X-CSRF-TOKEN", token)
					.build();
				assertThat(viewer.send(request, BodyHandlers.ofString()).statusCode()).as(method + " " + path)
					.isEqualTo(403);
			}
		}
		assertThat(page.post(viewer, "/", Map.of("_csrf", token)).body()).contains("This was not done",
				"Only an operator may do this");
		HttpClient operator = page.signedIn(PageFixture.OPERATOR);
		String own = PageFixture.token(page.get(operator, "/").body());
		assertThat(page.post(operator, "/nothing-that-is-there-yet", Map.of("_csrf", own)).statusCode())
			.as("an operator gets further")
			.isEqualTo(404);
	}

	@Test
	void aMissingOrForeignTokenIsRefused() throws Exception {
		HttpClient operator = page.signedIn(PageFixture.OPERATOR);
		HttpClient other = page.signedIn(PageFixture.OPERATOR);
		String foreign = PageFixture.token(page.get(other, "/").body());
		for (Map<String, String> fields : List.<Map<String, String>>of(Map.of(), Map.of("_csrf", ""),
				Map.of("_csrf", "made-up"), Map.of("_csrf", foreign))) {
			assertThat(page.post(operator, "/nothing-that-is-there-yet", fields).statusCode()).as(fields.toString())
				.isEqualTo(403);
			assertThat(page.post(operator, "/sign-out", fields).statusCode()).as(fields.toString()).isEqualTo(403);
		}
		assertThat(page.post(operator, "/sign-out", Map.of()).body()).contains("older than your session");
		assertThat(page.post(PageFixture.browser(), "/sign-out", Map.of()).body())
			.contains("Nobody is signed in any more", "href=\"/sign-in\"");
		HttpResponse<String> form = page.post(operator, "/api/runs", Map.of());
		assertThat(form.statusCode()).isEqualTo(403);
		assertThat(form.body()).contains("This was not done");
		HttpResponse<String> api = operator.send(HttpRequest.newBuilder(page.at("/api/runs"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{}"))
			.build(), BodyHandlers.ofString());
		assertThat(api.statusCode()).isEqualTo(403);
		assertThat(api.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
		assertThat(page.get(operator, "/").statusCode()).as("still signed in").isEqualTo(200);
	}

	@Test
	void aSessionIsNewAfterSigningInAndOverAfterSigningOut() throws Exception {
		HttpClient browser = PageFixture.browser();
		String before = cookie(page.get(browser, "/sign-in"));
		String signedIn = cookie(page.signIn(browser, PageFixture.VIEWER, PageFixture.VIEWER));
		assertThat(signedIn).isNotEqualTo(before).matches("bulk-checkout=[^;]+; Path=/; HttpOnly; SameSite=Strict");
		String token = PageFixture.token(page.get(browser, "/").body());
		HttpResponse<String> out = page.post(browser, "/sign-out", Map.of("_csrf", token));
		assertThat(out.headers().firstValue("location")).hasValue("/sign-in?out");
		HttpRequest again = HttpRequest.newBuilder(page.at("/"))
			.header("Cookie", signedIn.substring(0, signedIn.indexOf(';')))
			.build();
		HttpResponse<String> after = HttpClient.newHttpClient().send(again, BodyHandlers.ofString());
		assertThat(after.statusCode()).as("the session's cookie of before").isEqualTo(302);
	}

	private static String cookie(HttpResponse<String> answer) {
		return answer.headers().firstValue("set-cookie").orElseThrow();
	}

	@Test
	void everyAnswerTellsTheBrowserWhatNotToDo() throws Exception {
		HttpClient viewer = page.signedIn(PageFixture.VIEWER);
		for (HttpResponse<String> answer : List.of(page.get(viewer, "/"), page.get(viewer, "/nothing"),
				page.get(PageFixture.browser(), "/sign-in"), page.get(PageFixture.browser(), "/"))) {
			assertThat(answer.headers().map()).as(answer.toString())
				.containsEntry("x-content-type-options", List.of("nosniff"))
				.containsEntry("x-frame-options", List.of("DENY"))
				.containsEntry("referrer-policy", List.of("no-referrer"))
				.containsEntry("cache-control", List.of("no-cache, no-store, max-age=0, must-revalidate"))
				.containsEntry("content-security-policy",
						List.of("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
								+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"))
				.doesNotContainKeys("server", "x-powered-by", "strict-transport-security");
			assertThat(answer.body()).doesNotContain(" style=", "<style", "onclick", "javascript:");
		}
	}

	@Test
	void byHttpsCookiesAreSecureAndBrowsersStayWithHttps(@TempDir Path directory) throws Exception {
		TestKeys keys = new TestKeys(directory);
		Path authority = keys.authority();
		String pem = keys.pem(authority, "server").toString();
		Files.setPosixFilePermissions(Path.of(pem), PosixFilePermissions.fromString("rw-------"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(TestKeys.load(keys.trustStore(authority, "trust.p12")));
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, trust.getTrustManagers(), null);
		try (PageFixture https = new PageFixture(ledger.database, Map.of("bulk-checkout.page.certificate", pem,
				"bulk-checkout.page.certificate-key", pem, "bulk-checkout.page.address", "0.0.0.0"))) {
			HttpClient browser = HttpClient.newBuilder().sslContext(tls).cookieHandler(new CookieManager()).build();
			HttpResponse<String> form = https.get(browser, "/sign-in");
			assertThat(form.uri().getScheme()).isEqualTo("https");
			assertThat(form.headers().firstValue("strict-transport-security"))
				.hasValue("max-age=31536000 ; includeSubDomains");
			HttpResponse<String> signedIn = https.signIn(browser, PageFixture.VIEWER, PageFixture.VIEWER);
			assertThat(signedIn.headers().firstValue("location").orElse("")).endsWith("/");
			assertThat(cookie(signedIn))
				.matches("__Host-bulk-checkout=[^;]+; Path=/; Secure; HttpOnly; SameSite=Strict");
			assertThat(https.get(browser, "/").body()).contains("signed in as <bdi>vera</bdi>");
			URI plain = URI.create(https.at("/sign-in").toString().replaceFirst("https", "http"));
			HttpResponse<String> refused = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString());
			assertThat(refused.statusCode()).as("plain http").isEqualTo(400);
			assertThat(refused.headers().firstValue("set-cookie")).isEmpty();
		}
	}

	@Test
	void behindAProxyOfItsOwnCookiesAreSecureThoughNoHttpsIsSeen() throws Exception {
		try (PageFixture behind = new PageFixture(ledger.database, Map.of("bulk-checkout.page.behind-proxy", true))) {
			assertThat(cookie(behind.get(PageFixture.browser(), "/sign-in")))
				.matches("__Host-bulk-checkout=[^;]+; Path=/; Secure; HttpOnly; SameSite=Strict");
		}
	}

	@Test
	void aPasswordThatIsLongerThanItsHashCanTellIsRefusedInWords(@TempDir Path directory) throws Exception {
		String longest = "ü".repeat(36);
		Path file = Files.copy(PageFixture.usersFile(), directory.resolve("users"), StandardCopyOption.COPY_ATTRIBUTES);
		Files.writeString(file, PageFixture.line(longest, "viewer"));
		try (PageFixture other = new PageFixture(ledger.database, Map.of("bulk-checkout.page.users-file", file))) {
			assertThat(
					other.signIn(PageFixture.browser(), longest, longest).headers().firstValue("location").orElse(""))
				.endsWith("/");
			HttpResponse<String> longer = other.signIn(PageFixture.browser(), longest, longest + "x");
			assertThat(longer.headers().firstValue("location")).hasValue("/sign-in?long");
			assertThat(other.get(PageFixture.browser(), "/sign-in?long").body())
				.contains("A password has at most 72 bytes");
		}
	}

	@Test
	void passwordsCannotBeGuessedAndWhoIsTakenOutOfTheFileIsOut(@TempDir Path directory) throws Exception {
		Path file = Files.copy(PageFixture.usersFile(), directory.resolve("users"), StandardCopyOption.COPY_ATTRIBUTES);
		try (PageFixture other = new PageFixture(ledger.database, Map.of("bulk-checkout.page.users-file", file))) {
			HttpClient viewer = other.signedIn(PageFixture.VIEWER);
			HttpClient operator = other.signedIn(PageFixture.OPERATOR);
			assertThat(other.get(viewer, "/").statusCode()).isEqualTo(200);
			Files.writeString(file,
					PageFixture.line("nina", "viewer") + PageFixture.line(PageFixture.OPERATOR, "viewer"));
			assertThat(other.get(viewer, "/").statusCode()).as("taken out").isEqualTo(302);
			assertThat(other.get(operator, "/").statusCode()).as("of another role").isEqualTo(302);
			assertThat(other.get(other.signedIn("nina"), "/").statusCode()).as("put in").isEqualTo(200);
			for (int i = 0; i < 10; i++) {
				assertThat(other.signIn(PageFixture.browser(), (i > 0) ? "nina" : "nobody", "guess")
					.headers()
					.firstValue("location")).hasValue("/sign-in?refused");
			}
			assertThat(other.signIn(PageFixture.browser(), "nina", "nina").headers().firstValue("location"))
				.hasValue("/sign-in?wait");
		}
	}

	@Test
	void aPageThatNobodyCouldSignInToOrThatWouldTellPasswordsIsRefused(@TempDir Path directory) throws Exception {
		assertRefused(Map.of(), "nobody could sign in to the page: give bulk-checkout.page.users-file");
		Path users = PageFixture.usersFile();
		assertRefused(Map.of("users-file", users, "address", "0.0.0.0"),
				"bulk-checkout.page.address must be one of this machine alone, such as 127.0.0.1, without https");
		assertRefused(
				Map.of("users-file", users, "oidc.issuer", "https://login.example", "oidc.client-id", "page",
						"oidc.client-secret", "not-a-secret"),
				"bulk-checkout.page.users-file must not be given beside");
		assertRefused(Map.of("oidc.issuer", "http://login.example"),
				"bulk-checkout.page.oidc.issuer must be an https address");
		assertRefused(Map.of("oidc.issuer", "https://login.example", "oidc.client-id", "page"),
				"oidc.client-secret-file, must be given");
	}

	private static void assertRefused(Map<String, ?> settings, String why) {
		TestCli cli = new TestCli(ledger.database.url());
		settings.forEach((name, value) -> cli.set("bulk-checkout.page." + name, value));
		TestCli.Ended ended = cli.run("serve", "--page");
		assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
		assertThat(ended.err()).contains(why).doesNotContain("not-a-secret");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			anna                                     | line 3 of
			anna:viewer:secret                       | line 3 of
			anna:admin:{bcrypt}HASH                  | line 3 of
			anna:viewer:HASH                         | line 3 of
			anna:viewer:{noop}secret                 | line 3 of
			anna:viewer:{bcrypt}CHEAP                | line 3 of
			vera:viewer:{bcrypt}HASH                 | line 3 of
			""")
	void aPasswordFileWithALineThatIsNoneIsRefusedByItsNumber(String line, String why, @TempDir Path directory)
			throws Exception {
		String hash = "$2y$12$" + "a".repeat(53);
		Path file = Files.copy(PageFixture.usersFile(), directory.resolve("users"), StandardCopyOption.COPY_ATTRIBUTES);
		Files.writeString(file, "vera:viewer:{bcrypt}" + hash + "\n# a remark\n"
				+ line.replace("HASH", hash).replace("CHEAP", "$2y$04$" + "a".repeat(53)) + "\n");
		assertThatThrownBy(() -> new PasswordFile(file)).isInstanceOf(InvalidSettingException.class)
			.hasMessageContaining(why)
			.hasMessageNotContaining("secret");
	}

	@Test
	void aPasswordFileThatOthersMayReadOrThatNamesNobodyIsRefused(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("users");
		assertThatThrownBy(() -> new PasswordFile(file)).hasMessageContaining("cannot be read");
		Files.writeString(file, PageFixture.line("anna", "viewer"));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThatThrownBy(() -> new PasswordFile(file)).hasMessageContaining("'chmod 600 " + file + "'");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
		assertThat(new PasswordFile(file).loadUserByUsername("anna").getAuthorities()).hasSize(1);
		Files.writeString(file, "# nobody\n");
		assertThatThrownBy(() -> new PasswordFile(file)).hasMessageContaining("names nobody");
	}

}
