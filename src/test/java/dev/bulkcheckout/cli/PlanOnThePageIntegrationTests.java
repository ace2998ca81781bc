package dev.bulkcheckout.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.SignedIn;
import dev.bulkcheckout.action.Requester;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run that was planned is approved from the page and by its API.
 */
class PlanOnThePageIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final RunId RUN = new RunId(1);

	@SuppressWarnings("NullAway.Init")
	private ServedPage page;

	@SuppressWarnings("NullAway.Init")
	private PageActions actions;

	@BeforeEach
	void planARun(@TempDir Path directory) throws IOException {
		this.page = new ServedPage(directory, Map.of("bulk-checkout.plan", true));
		this.actions = new PageActions(this.page.database.jdbc(), this.page.database.transactions());
		plan(this.page, 4);
		assertThat(this.page.simulator.counts().checkouts()).as("bought before it was approved").isZero();
	}

	static void plan(ServedPage page, int carts) throws IOException {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int i = 1; i <= carts; i++) {
			csv.append("c0000000-0000-4000-8000-%1$012d,00000000-0000-0000-0000-%1$012d\n".formatted(i));
		}
		String sha256 = page.context()
			.getBean(UploadedFiles.class)
			.store(null, "plan.csv", new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)))
			.sha256();
		page.context()
			.getBean(RunActions.class)
			.launch(new Requester("olga", "launch"), null, sha256, false, (long) carts);
		Runs runs = new Runs(page.database.jdbc());
		page.await(() -> runs.find(RUN).filter((run) -> run.awaitsApproval()).isPresent());
		PageActions actions = new PageActions(page.database.jdbc(), page.database.transactions());
		page.await(() -> actions.of(RUN).getFirst().isOver());
	}

	@Test
	void anOperatorApprovesWhatWasPlannedAndAViewerDoesNot() throws Exception {
		SignedIn viewer = SignedIn.as("vera", this.page.at("/"));
		assertThat(this.page.send(viewer.request(this.page.at("/runs/1"))).body()).doesNotContain("/runs/1/approve");
		assertThat(get("/runs/1")).contains("href=\"/runs/1/approve\"");
		assertThat(get("/runs/1/approve")).contains("Run 1, planned by olga, would buy 4 carts", "USD 49.36",
				"Approve and buy");
		JsonNode question = JSON.readTree(get("/api/runs/1/approve"));
		assertThat(question.get("carts").asLong()).isEqualTo(4);
		assertThat(question.get("buys").asBoolean()).isTrue();
		assertThat(question.get("money").get(0).get("currency").asString()).isEqualTo("USD");
		assertThat(question.get("command").asString()).isEqualTo("bulk-checkout approve 1");

		assertThat(this.page
			.send(viewer.request(this.page.at("/api/runs/1/approve"))
				.header("Content-Type", "application/json")
				.header("Idempotency-Key", "1")
				.POST(BodyPublishers.ofString("{\"confirm\": 4}")))
			.statusCode()).isEqualTo(403);
		assertThat(post("{}", "2").statusCode()).isEqualTo(409);
		HttpResponse<String> stale = post("{\"confirm\": 3}", "3");
		assertThat(stale.statusCode()).isEqualTo(409);
		assertThat(JSON.readTree(stale.body()).get("carts").asLong()).isEqualTo(4);
		assertThat(this.actions.of(RUN)).extracting((action) -> action.request().kind())
			.containsExactly(ActionKind.LAUNCH);

		HttpResponse<String> accepted = this.page.send(this.page.operator("/api/runs/1/approve")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/html")
			.POST(BodyPublishers.ofString("carts=4&job=nightly&sure=true&idempotencyKey=4")));
		assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(303);
		PageAction approval = over(this.actions.of(RUN).getFirst().id());
		assertThat(approval.says()).isEqualTo("run 1 finished with exit code 0");
		assertThat(this.page.simulator.counts().orderedCarts()).isEqualTo(4);
		assertThat(new Runs(this.page.database.jdbc()).find(RUN)).get()
			.satisfies((run) -> assertThat(run.approvedBy()).isEqualTo("olga"))
			.satisfies((run) -> assertThat(run.approvedAt()).isNotNull());
		assertThat(get("/runs/1")).contains("<span>approval, 4 carts confirmed</span>", "approved by olga");
		HttpResponse<String> again = post("{\"confirm\": 4}", "5");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(again.body()).contains("run 1 was approved before by olga");
	}

	@Test
	void anApprovalWhoseProcessDiedIsGoneOnWith() {
		PageAction approval = over(inOneGo(() -> {
			long id = approval();
			this.actions.begin(id, "dead");
			new Runs(this.page.database.jdbc()).approve(RUN, "olga");
			return id;
		}));
		assertThat(approval.result()).isEqualTo(ActionResult.DONE);
		assertThat(this.page.simulator.counts().orderedCarts()).isEqualTo(4);
	}

	@Test
	void whatSomebodyElseApprovedMeanwhileIsNotApprovedAgain() {
		PageAction approval = over(inOneGo(() -> {
			long id = approval();
			new Runs(this.page.database.jdbc()).approve(RUN, "bert");
			return id;
		}));
		assertThat(approval.result()).isEqualTo(ActionResult.REFUSED);
		assertThat(approval.says()).startsWith("run 1 was approved before by bert");
		assertThat(this.page.simulator.counts().checkouts()).isZero();
	}

	/** Before anybody who serves sees it. */
	private long inOneGo(java.util.function.LongSupplier work) {
		return Objects.requireNonNull(this.page.database.transactions().execute((transaction) -> work.getAsLong()));
	}

	private long approval() {
		ActionRequest request = new ActionRequest(ActionKind.APPROVE, "olga", "key", "sha", RUN, "nightly", false,
				Set.of(), null, 4L);
		return ((AskedAction.Accepted) this.actions.ask(request)).action().id();
	}

	private PageAction over(long id) {
		this.page.await(() -> this.actions.find(id).orElseThrow().isOver());
		return this.actions.find(id).orElseThrow();
	}

	private String get(String path) {
		return this.page.send(this.page.operator(path)).body();
	}

	private HttpResponse<String> post(String json, String key) {
		return this.page.send(this.page.operator("/api/runs/1/approve")
			.header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(json)));
	}

	@AfterEach
	void close() {
		this.page.close();
	}

}
