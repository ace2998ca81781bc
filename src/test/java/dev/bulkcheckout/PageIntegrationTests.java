package dev.bulkcheckout;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.report.LedgerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of the page: what it answers to a browser.
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
		HttpResponse<String> runs = page.get(PageFixture.browser(), "/");
		assertThat(runs.statusCode()).as(runs.body()).isEqualTo(200);
		assertThat(runs.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
		assertThat(runs.body())
			.contains("run 1", "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]file.csv</bdi>",
					"aria-current=\"page\"")
			.doesNotContain("<script>alert");
	}

	@Test
	void stylesAndScriptsAreKeptForEverUnderNamesOfTheirBytes() throws Exception {
		HttpClient browser = PageFixture.browser();
		Pattern assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
		String body = page.get(browser, "/").body();
		assertThat(assets.matcher(body).results().map((match) -> match.group(1))).hasSize(6)
			.allMatch((asset) -> asset.matches("/assets/[a-z.]+-[0-9a-f]{32}\\.(css|js|svg)"));
		for (MatchResult asset : assets.matcher(body).results().toList()) {
			HttpResponse<String> file = page.get(browser, asset.group(1));
			assertThat(file.statusCode()).as(asset.group(1)).isEqualTo(200);
			assertThat(file.headers().firstValue("cache-control")).as(asset.group(1))
				.hasValue("max-age=31536000, public, immutable");
		}
		for (String other : new String[] { "/assets/RunsController.class", "/assets/../web.yaml",
				"/webjars/htmx.org/2.0.8/dist/htmx.js", "/web.yaml", "/assets/" }) {
			assertThat(page.get(browser, other).statusCode()).as(other).isIn(400, 404);
		}
	}

	@Test
	void whatIsNotThereIsSaidOnAPage() throws Exception {
		HttpResponse<String> nothing = page.get(PageFixture.browser(), "/nothing");
		assertThat(nothing.statusCode()).isEqualTo(404);
	}

}
