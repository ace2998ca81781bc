package dev.bulkcheckout;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page while its database is away.
 */
@Tag("long")
class PageOutageIntegrationTests {

	private static final List<String> VIEWS = List.of("/", "/?before=7", "/runs/7", "/runs/7/report",
			"/runs/7/results.csv", "/runs/7/summary.json", "/runs/7/carts", "/runs/7/carts/2", "/runs/7/stop",
			"/runs/7/restart", "/runs/7/rerun", "/runs/7/reconcile", "/schedule", "/actions/1");

	@Test
	void everyViewSaysThatTheDatabaseIsAwayAndWorksAgainWhenItIsBack(@TempDir Path directory) throws Exception {
		try (RestartablePostgres postgres = new RestartablePostgres(directory.resolve("data"));
				PageFixture page = new PageFixture(postgres.url(), Map.of())) {
			HttpClient operator = page.signedIn(PageFixture.OPERATOR);
			assertThat(page.get(operator, "/").statusCode()).isEqualTo(200);
			String token = PageFixture.token(page.get(operator, "/").body());
			postgres.stopImmediately();
			// all at once: each waits a moment for a connection
			Map<String, CompletableFuture<HttpResponse<String>>> answers = new LinkedHashMap<>();
			VIEWS.forEach((view) -> answers.put(view,
					operator.sendAsync(HttpRequest.newBuilder(page.at(view)).header("Accept", "text/html").build(),
							BodyHandlers.ofString())));
			for (String view : VIEWS) {
				HttpResponse<String> away = Objects.requireNonNull(answers.get(view)).join();
				assertThat(away.statusCode()).as(view).isEqualTo(503);
				assertThat(away.headers().firstValue("content-type").orElse("")).as(view).startsWith("text/html");
				assertThat(away.headers().firstValue("retry-after")).as(view).isPresent();
				assertThat(away.body()).as(view)
					.contains("The database does not answer", "Try it again", "signed in as <bdi>otto</bdi>",
							"href=\"/\"")
					.doesNotContain("Exception", "\tat ", "org.postgresql");
			}
			assertThat(page.get(operator, "/upload").statusCode()).as("asks no database").isEqualTo(200);
			HttpResponse<String> form = page.post(operator, "/api/runs/7/stop",
					Map.of("_csrf", token, "idempotencyKey", "one"));
			assertThat(form.statusCode()).isEqualTo(503);
			assertThat(form.body()).contains("<h1", "database does not answer", "Nothing was done")
				.doesNotContain("Exception");
			for (String path : List.of("/api/runs", "/api/runs/7", "/api/runs/7/carts", "/api/runs/7/restart",
					"/api/actions")) {
				assertProblem(operator, HttpRequest.newBuilder(page.at(path)));
			}
			assertProblem(operator,
					HttpRequest.newBuilder(page.at("/api/runs/7/stop"))
						.header("X-CSRF-TOKEN", token)
						.header("Idempotency-Key", "two")
						.header("Content-Type", "application/json")
						.POST(BodyPublishers.ofString("{}")));
			postgres.start();
			Await.until(() -> page.get(operator, "/").statusCode() == 200);
			assertThat(page.get(operator, "/runs/7").statusCode()).as("there is none").isEqualTo(404);
		}
	}

	private static void assertProblem(HttpClient browser, HttpRequest.Builder request) throws Exception {
		HttpResponse<String> problem = browser.send(request.header("Accept", "application/json").build(),
				BodyHandlers.ofString());
		assertThat(problem.statusCode()).as(problem.toString()).isEqualTo(503);
		assertThat(problem.headers().firstValue("content-type")).hasValue("application/problem+json");
		assertThat(problem.headers().firstValue("retry-after")).isPresent();
		assertThat(problem.body()).contains("the database does not answer; try again later")
			.doesNotContain("Exception", "org.postgresql");
	}

}
