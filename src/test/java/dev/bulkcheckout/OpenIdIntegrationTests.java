package dev.bulkcheckout;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.partnercenter.auth.TestKeys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in to the page by a real OpenID provider, as a browser does it.
 */
class OpenIdIntegrationTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	@Test
	void theProviderSaysWhoSomebodyIsAndWhatTheyMay() throws Exception {
		try (OpenIdProvider provider = new OpenIdProvider(); TestDatabase database = TestDatabase.migrated()) {
			Map<String, String> given = settings(provider);
			try (PageFixture page = new PageFixture(database, given)) {
				HttpClient viewer = browser();
				HttpResponse<String> signIn = get(viewer, page.at("/"));
				assertThat(signIn.uri().getPath()).isEqualTo("/sign-in");
				assertThat(signIn.body()).contains("href=\"/oauth2/authorization/oidc\"").doesNotContain("password");
				HttpResponse<String> runs = signIn(viewer, page, "viewer");
				assertThat(runs.uri().getPath()).as(runs.body()).isEqualTo("/");
				assertThat(runs.body()).contains("signed in as <bdi>viewer@contoso.example</bdi>, viewer")
					.doesNotContain(OpenIdProvider.SECRET, "eyJ");
				assertThat(act(viewer, page, runs).statusCode()).isEqualTo(403);

				HttpClient operator = browser();
				runs = signIn(operator, page, "operator");
				assertThat(runs.body()).contains("operator@contoso.example</bdi>, operator");
				assertThat(act(operator, page, runs).statusCode()).as("let through to where nothing is").isEqualTo(404);

				HttpClient stranger = browser();
				HttpResponse<String> refused = signIn(stranger, page, "stranger");
				assertThat(refused.uri()).isEqualTo(page.at("/sign-in?refused"));
				assertThat(get(stranger, page.at("/")).uri().getPath()).isEqualTo("/sign-in");

				HttpResponse<String> forged = get(browser(),
						page.at("/login/oauth2/code/oidc?code=made-up&state=made-up"));
				assertThat(forged.uri()).isEqualTo(page.at("/sign-in?refused"));
			}
		}
	}

	@Test
	@Tag("long")
	void theProviderIsAskedThroughTheProxyAsPartnerCenterIs(@TempDir Path directory) throws Exception {
		TestKeys keys = new TestKeys(directory);
		Path authority = keys.authority();
		Path trust = keys.trustStore(authority, "trust.p12");
		try (OpenIdProvider provider = new OpenIdProvider(Map.of("server.ssl.key-store",
				keys.serverStore(authority).toString(), "server.ssl.key-store-password", TestKeys.PASSWORD));
				ConnectProxy proxy = new ConnectProxy(provider.port(), null);
				ConnectProxy ofTheBrowser = new ConnectProxy(provider.port(), null);
				TestDatabase database = TestDatabase.migrated()) {
			int port = freePort();
			Files.createDirectory(directory.resolve("jobs"));
			Files.writeString(directory.resolve("jobs/nightly.yaml"), "bulk-checkout.schedule.inbox: inbox\n");
			Program.Child serve = new Program(directory).on(database.url())
				.set("PARTNER_CENTER_TENANT_ID", TestCli.TENANT)
				.set("PARTNER_CENTER_CLIENT_ID", TestCli.CLIENT)
				.set("PARTNER_CENTER_CLIENT_SECRET", "not-a-secret")
				.set("BULK_CHECKOUT_PAGE_PORT", String.valueOf(port))
				.set("BULK_CHECKOUT_PAGE_OIDC_ISSUER", "https://login.example")
				.set("BULK_CHECKOUT_PAGE_OIDC_CLIENT_ID", OpenIdProvider.CLIENT)
				.set("BULK_CHECKOUT_PAGE_OIDC_CLIENT_SECRET", OpenIdProvider.SECRET)
				.set("BULK_CHECKOUT_PAGE_OIDC_VIEWER_ROLE", "Page.viewer")
				.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port())
				.jvmOption("-Djavax.net.ssl.trustStore=" + trust)
				.jvmOption("-Djavax.net.ssl.trustStorePassword=" + TestKeys.PASSWORD)
				.start("serve", "--page");
			try {
				URI page = URI.create("http://127.0.0.1:" + port);
				Program.await(List.of(serve), () -> isThere(page.resolve("/sign-in")));
				HttpClient viewer = HttpClient.newBuilder()
					.cookieHandler(new CookieManager())
					.sslContext(trusting(trust))
					.proxy(only("login.example", ofTheBrowser.port()))
					.build();
				HttpResponse<String> form = followed(viewer, get(viewer, page.resolve("/oauth2/authorization/oidc")));
				assertThat(form.uri().toString()).as("%s%s", form.body(), serve)
					.isEqualTo("https://login.example/login");
				HttpResponse<String> runs = followed(viewer,
						post(viewer, form.uri(), form.body(), "username=viewer&password=viewer&"));
				assertThat(runs.body()).as("%s", serve)
					.contains("signed in as <bdi>viewer@contoso.example</bdi>, viewer");
				assertThat(proxy.asked()).as("discovery, token, keys").hasSize(3).containsOnly("login.example:443");
			}
			finally {
				serve.kill();
			}
		}
	}

	/**
	 * Step by step: Java's client follows to another host without asking for its proxy.
	 */
	private static HttpResponse<String> followed(HttpClient browser, HttpResponse<String> answer) throws Exception {
		HttpResponse<String> last = answer;
		while (last.statusCode() == 302) {
			last = get(browser, last.uri().resolve(last.headers().firstValue("location").orElseThrow()));
		}
		return last;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean isThere(URI address) {
		try {
			return get(browser(), address).statusCode() == 200;
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static SSLContext trusting(Path store) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(TestKeys.load(store));
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, trust.getTrustManagers(), null);
		return tls;
	}

	private static ProxySelector only(String host, int port) {
		return new ProxySelector() {
			@Override
			public List<Proxy> select(URI address) {
				return host.equals(address.getHost())
						? List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)))
						: List.of(Proxy.NO_PROXY);
			}

			@Override
			public void connectFailed(URI address, SocketAddress proxy, IOException fault) {
				// the request fails, too
			}
		};
	}

	@Test
	void aProgramSendsAnAccessTokenOfThatProvider() throws Exception {
		try (OpenIdProvider provider = new OpenIdProvider(); TestDatabase database = TestDatabase.migrated()) {
			PageActions actions = new PageActions(database.jdbc(), database.transactions());
			ActionRequest launch = new ActionRequest(ActionKind.LAUNCH, "olga", "key", "sha", null, "nightly", false,
					Set.of(), new ActionRequest.Input("carts.csv", "sha"), 7L);
			long waits = ((AskedAction.Accepted) actions.ask(launch)).action().id();
			try (PageFixture page = new PageFixture(database, settings(provider))) {
				String viewer = provider.token("viewer");
				HttpResponse<String> runs = call(page, viewer, "/api/runs");
				assertThat(runs.statusCode()).as(runs.body()).isEqualTo(200);
				assertThat(runs.headers().firstValue("set-cookie")).isEmpty();
				String takeBack = "/api/actions/" + waits + "/take-back";
				assertThat(act(page, viewer, takeBack).statusCode()).isEqualTo(403);
				for (String program : List.of("of-another-api", "expired", "of-another-issuer", "with-an-id-token")) {
					String token = provider.token(program);
					refused(call(page, token, "/api/runs"), 401);
					refused(act(page, token, takeBack), 401);
				}
				refused(call(page, provider.token("stranger"), "/api/runs"), 403);
				refused(call(page, viewer.substring(0, viewer.length() - 8) + "AAAAAAAA", "/api/runs"), 401);
				refused(call(page, "made-up", "/api/runs"), 401);
				try (OpenIdProvider other = new OpenIdProvider()) {
					refused(call(page, other.token("operator"), "/api/runs"), 401);
				}
				String operator = provider.token("operator");
				assertThat(call(page, operator, "/").uri().getPath()).as("only the API").isEqualTo("/sign-in");
				assertThat(actions.find(waits)).get().extracting(PageAction::state).isEqualTo("WAITING");
				HttpResponse<String> taken = act(page, operator, takeBack);
				assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
				assertThat(actions.find(waits)).get().extracting(PageAction::takenBackBy).isEqualTo("operator");
			}
		}
	}

	@Test
	void aProviderThatDoesNotAnswerIsNoFaultOfTheTokenNorOfThePerson() throws Exception {
		OpenIdProvider provider = new OpenIdProvider();
		String token = provider.token("viewer");
		Map<String, String> settings = settings(provider);
		try (TestDatabase database = TestDatabase.migrated(); PageFixture page = new PageFixture(database, settings)) {
			provider.close();
			refused(call(page, token, "/api/runs"), 503);
			HttpResponse<String> away = get(browser(), page.at("/oauth2/authorization/oidc"));
			assertThat(away.uri()).isEqualTo(page.at("/sign-in?away"));
			assertThat(away.body()).contains("The OpenID provider does not answer as it should");
		}
	}

	private static Map<String, String> settings(OpenIdProvider provider) {
		Map<String, String> given = new HashMap<>();
		Map.of("issuer", provider.issuer(), "client-id", OpenIdProvider.CLIENT, "client-secret", OpenIdProvider.SECRET,
				"viewer-role", "Page.viewer", "operator-role", "Page.operator")
			.forEach((name, value) -> given.put("bulk-checkout.page.oidc." + name, value));
		return given;
	}

	private static HttpResponse<String> call(PageFixture page, String token, String path) throws Exception {
		return send(HttpRequest.newBuilder(page.at(path)).header("Authorization", "Bearer " + token));
	}

	private static HttpResponse<String> act(PageFixture page, String token, String path) throws Exception {
		return send(HttpRequest.newBuilder(page.at(path))
			.header("Authorization", "Bearer " + token)
			.header("Idempotency-Key", "key")
			.POST(BodyPublishers.noBody()));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		try (HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
			return http.send(request.build(), BodyHandlers.ofString());
		}
	}

	private static void refused(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
		assertThat(answer.body()).doesNotContain("eyJ", "Exception", "Jwt");
	}

	private static HttpClient browser() {
		return HttpClient.newBuilder()
			.cookieHandler(new CookieManager())
			.followRedirects(HttpClient.Redirect.ALWAYS)
			.build();
	}

	private static HttpResponse<String> signIn(HttpClient browser, PageFixture page, String name) throws Exception {
		HttpResponse<String> form = get(browser, page.at("/oauth2/authorization/oidc"));
		assertThat(form.uri().getPath()).as(form.body()).isEqualTo("/login");
		return post(browser, form.uri().resolve("/login"), form.body(), "username=" + name + "&password=" + name + "&");
	}

	private static HttpResponse<String> act(HttpClient browser, PageFixture page, HttpResponse<String> view)
			throws Exception {
		return post(browser, page.at("/nothing-that-is-there"), view.body(), "");
	}

	private static HttpResponse<String> post(HttpClient browser, URI address, String view, String fields)
			throws Exception {
		Matcher token = TOKEN.matcher(view);
		assertThat(token.find()).as(view).isTrue();
		return browser.send(HttpRequest.newBuilder(address)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/html")
			.POST(BodyPublishers
				.ofString(fields + "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))
			.build(), BodyHandlers.ofString());
	}

	private static HttpResponse<String> get(HttpClient browser, URI address) throws Exception {
		return browser.send(HttpRequest.newBuilder(address).header("Accept", "text/html").build(),
				BodyHandlers.ofString());
	}

}
