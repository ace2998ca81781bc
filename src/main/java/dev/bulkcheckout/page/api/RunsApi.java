package dev.bulkcheckout.page.api;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunLine;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.page.CartFilter;
import dev.bulkcheckout.report.page.CartPage;
import dev.bulkcheckout.report.page.RunCarts;

/**
 * The runs and their carts: the JSON of {@code runs --json} and {@code show --json}.
 * Lists come in pages, and the header {@code Link} has the next one.
 */
@RestController
@RequestMapping(path = "/api/runs", produces = MediaType.APPLICATION_JSON_VALUE)
public class RunsApi {

	private final RunReports reports;

	private final RunCarts carts;

	private final Runs runs;

	/**
	 * Asks the given ledger.
	 */
	public RunsApi(RunReports reports, RunCarts carts, Runs runs) {
		this.reports = reports;
		this.carts = carts;
		this.runs = runs;
	}

	@GetMapping
	ResponseEntity<String> runs(@RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String cursor) throws IOException {
		int page = Cursor.limit(limit);
		OptionalLong before = Cursor.read("runs", cursor);
		List<RunLine> runs = before.isPresent() ? this.reports.runsOlderThan(new RunId(before.getAsLong()), page)
				: this.reports.runs(page);
		StringBuilder json = new StringBuilder();
		RunJson.write(runs, json);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (runs.size() == page) {
			next(answer, "/api/runs?limit=" + page, Cursor.of("runs", runs.getLast().run().id().value()));
		}
		return answer.body(json.toString());
	}

	@GetMapping("/{run}")
	ResponseEntity<String> run(@PathVariable long run) throws IOException {
		RunReport report = this.reports.of(new RunId(run)).orElseThrow(() -> unknown(run));
		StringBuilder json = new StringBuilder();
		RunJson.write(report, json);
		return ResponseEntity.ok(json.toString());
	}

	@GetMapping("/{run}/carts")
	ResponseEntity<String> carts(@PathVariable long run, @RequestParam(defaultValue = "100") int limit,
			@RequestParam(required = false) @Nullable String cursor, @RequestParam(defaultValue = "") String text,
			@RequestParam(defaultValue = "") String outcome, @RequestParam(defaultValue = "") String code) {
		int page = Cursor.limit(limit);
		long after = Cursor.read("carts", cursor).orElse(0);
		RunId of = this.runs.find(new RunId(run)).orElseThrow(() -> unknown(run)).id();
		CartFilter filter = new CartFilter(text, outcome.isEmpty() ? null : ActionBody.outcome(outcome), code);
		CartPage carts = this.carts.find(of, filter, after, page);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		Long next = carts.next();
		if (next != null) {
			String same = UriComponentsBuilder.fromPath("/api/runs/" + run + "/carts")
				.queryParam("limit", page)
				.queryParam("text", "{text}")
				.queryParam("outcome", "{outcome}")
				.queryParam("code", "{code}")
				.encode()
				.buildAndExpand(text, outcome, code)
				.toUriString();
			next(answer, same, Cursor.of("carts", next));
		}
		return answer.body(ActionJson.carts(carts));
	}

	static void next(ResponseEntity.BodyBuilder answer, String same, String cursor) {
		answer.header(HttpHeaders.LINK, "<" + same + "&cursor=" + cursor + ">; rel=\"next\"");
	}

	private static ActionRefusedException unknown(long run) {
		return new ActionRefusedException(Reason.NOT_FOUND, "there is no run " + run);
	}

}
