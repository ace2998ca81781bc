package dev.bulkcheckout;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/**
 * A session of the page as requests carry it.
 *
 * @param cookie of the session
 * @param token against forged requests
 */
public record SignedIn(String cookie, String token) {

	/**
	 * Signs somebody in whose password is their name.
	 * @param page any address of the page
	 */
	public static SignedIn as(String name, URI page) throws IOException, InterruptedException {
		CookieManager cookies = new CookieManager();
		try (HttpClient browser = HttpClient.newBuilder()
			.cookieHandler(cookies)
			.followRedirects(HttpClient.Redirect.ALWAYS)
			.build()) {
			URI signIn = page.resolve("/sign-in");
			String form = browser.send(HttpRequest.newBuilder(signIn).build(), BodyHandlers.ofString()).body();
			HttpRequest request = HttpRequest.newBuilder(signIn)
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString("username=%1$s&password=%1$s&_csrf=%2$s".formatted(
						URLEncoder.encode(name, StandardCharsets.UTF_8),
						URLEncoder.encode(PageFixture.token(form), StandardCharsets.UTF_8))))
				.build();
			HttpResponse<String> runs = browser.send(request, BodyHandlers.ofString());
			if (!runs.uri().getPath().equals("/")) {
				throw new IllegalStateException(name + " could not sign in: " + runs);
			}
			HttpCookie session = cookies.getCookieStore().getCookies().getFirst();
			return new SignedIn(session.getName() + "=" + session.getValue(), PageFixture.token(runs.body()));
		}
	}

	/**
	 * A request of this session.
	 */
	public HttpRequest.Builder request(URI address) {
		return HttpRequest.newBuilder(address).header("Cookie", this.cookie).header("X-CSRF-TOKEN", this.token);
	}

}
