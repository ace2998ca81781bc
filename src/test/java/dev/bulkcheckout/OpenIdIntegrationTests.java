package dev.bulkcheckout;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in to the page by a real OpenID provider, as a browser does it.
 */
class OpenIdIntegrationTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	@Test
	void theProviderSaysWhoSomebodyIsAndWhatTheyMay() throws Exception {
		try (OpenIdProvider provider = new OpenIdProvider(); TestDatabase database = TestDatabase.migrated()) {
			Map<String, String> settings = new HashMap<>(
					Map.of("issuer", provider.issuer(), "client-id", OpenIdProvider.CLIENT, "client-secret",
							OpenIdProvider.SECRET, "viewer-role", "Page.viewer", "operator-role", "Page.operator"));
			Map<String, String> given = new HashMap<>();
			settings.forEach((name, value) -> given.put("bulk-checkout.page.oidc." + name, value));
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
