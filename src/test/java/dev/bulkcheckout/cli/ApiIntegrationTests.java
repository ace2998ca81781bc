package dev.bulkcheckout.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import dev.bulkcheckout.SignedIn;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the API of the page answers, of a run that is uploaded, bought and asked for again
 * by it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String CARTS = carts("00000000-0000-0000-0000", 5) + carts("40000000-0080-0009-0000", 3)
			+ "nobody,nothing\n";

	@SuppressWarnings("NullAway.Init")
	private ServedPage page;

	@BeforeAll
	void open(@TempDir Path directory) throws IOException {
		this.page = new ServedPage(directory);
	}

	@AfterAll
	void close() {
		this.page.close();
	}

	@Test
	@Order(1)
	void aFileIsUploadedAndBoughtOnceItsNumberOfCartsIsConfirmed() {
		HttpResponse<String> uploaded = multipart("/api/uploads", "../../etc/carts.csv", CARTS, null, Map.of());
		assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
		JsonNode file = JSON.readTree(uploaded.body());
		conforms("upload", uploaded.body());
		assertThat(file.get("name").asString()).isEqualTo("carts.csv");
		assertThat(file.get("carts").asLong()).isEqualTo(8);
		assertThat(file.get("refused").get(0).get("line").asLong()).isEqualTo(10);
		String upload = file.get("upload").asString();
		assertThat(get(location(uploaded)).body()).isEqualTo(uploaded.body());
		HttpResponse<String> question = get("/api/uploads/" + upload + "/launch");
		conforms("question", question.body());
		assertThat(JSON.readTree(question.body()).get("carts").asLong()).isEqualTo(8);

		HttpResponse<String> unconfirmed = post("/api/runs", "{\"upload\": \"" + upload + "\"}", "key-1");
		problem(unconfirmed, 409, "unconfirmed");
		assertThat(JSON.readTree(unconfirmed.body()).get("carts").asLong()).isEqualTo(8);
		String launch = "{\"upload\": \"" + upload + "\", \"confirm\": 8}";
		HttpResponse<String> accepted = post("/api/runs", launch, "key-1");
		assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
		conforms("accepted", accepted.body());
		JsonNode action = over(accepted);
		assertThat(action.get("state").asString()).isEqualTo("DONE");
		assertThat(action.get("worksOn").asLong()).isEqualTo(1);
		assertThat(action.get("by").asString()).isEqualTo("olga");

		assertThat(post("/api/runs", launch, "key-1").body()).isEqualTo(accepted.body());
		problem(post("/api/runs", "{\"upload\": \"" + upload + "\", \"confirm\": 9}", "key-1"), 422, "key-used");
		problem(post("/api/runs", launch, "key-2"), 409, "nothing-to-do");
		assertThat(this.page.simulator.counts().orderedCarts()).isEqualTo(5);
	}

	@Test
	@Order(2)
	void refusedCartsAreAskedForAgainByAFormOfThePage() {
		HttpResponse<String> question = get("/api/runs/1/rerun?outcomes=refused,unknown");
		conforms("question", question.body());
		assertThat(JSON.readTree(question.body()).get("outcomes").toString()).isEqualTo("{\"REFUSED\":3}");

		HttpResponse<String> stale = form("/api/runs/1/rerun", "text/html",
				"outcomes=REFUSED&carts-REFUSED=4&carts-UNKNOWN=1&sure=true&idempotencyKey=form-1");
		assertThat(stale.statusCode()).as(stale.body()).isEqualTo(409);
		assertThat(stale.headers().firstValue("content-type").orElse("")).startsWith("text/html");
		assertThat(stale.body()).contains("3 carts of run 1 are refused");
		HttpResponse<String> sent = form("/api/runs/1/rerun", "text/html",
				"outcomes=REFUSED&carts-REFUSED=3&carts-UNKNOWN=1&sure=true&idempotencyKey=form-2");
		assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
		assertThat(location(sent)).isEqualTo("/actions/2");
		this.page.await(() -> JSON.readTree(get("/api/actions/2").body()).get("state").asString().equals("DONE"));
		HttpResponse<String> log = get("/api/actions");
		conforms("action", JSON.readTree(log.body()).get(0).toString());
		assertThat(JSON.readTree(log.body()).get(0).get("worksOn").asLong()).isEqualTo(2);
		assertThat(JSON.readTree(get("/api/runs/2").body()).get("rerunOf").asLong()).isEqualTo(1);
		assertThat(JSON.readTree(get("/api/runs/1/actions").body())).hasSize(2);
		HttpResponse<String> stop = post("/api/runs/1/stop", "", "stop-1");
		assertThat(stop.statusCode()).as(stop.body()).isEqualTo(202);
		assertThat(stop.body()).contains("there is nothing to stop");
	}

	@Test
	@Order(3)
	void runsAndCartsAreToldAsTheCommandsDoPageByPage() throws IOException {
		assertThat(get("/api/runs").body()).isEqualTo(this.page.cli.run("runs", "--json").out());
		JsonNode shown = JSON.readTree(this.page.cli.run("show", "1", "--json").out());
		JsonNode told = JSON.readTree(get("/api/runs/1").body());
		assertThat(told.properties().stream().filter((member) -> !member.getKey().equals("asOf")).toList())
			.isEqualTo(shown.properties().stream().filter((member) -> !member.getKey().equals("asOf")).toList());

		List<String> lines = new ArrayList<>();
		String next = "/api/runs/1/carts?limit=3&outcome=ordered";
		while (next != null) {
			HttpResponse<String> carts = get(next);
			JSON.readTree(carts.body()).forEach((cart) -> {
				conforms("cart", cart.toString());
				lines.add(cart.get("line").asString());
			});
			next = next(carts);
		}
		assertThat(lines).containsExactly("2", "3", "4", "5", "6");
		HttpResponse<String> newest = get("/api/runs?limit=1");
		assertThat(JSON.readTree(newest.body()).get(0).get("run").asLong()).isEqualTo(2);
		assertThat(JSON.readTree(get(String.valueOf(next(newest))).body()).get(0).get("run").asLong()).isEqualTo(1);
		problem(get("/api/runs/1/carts?cursor=" + String.valueOf(next(newest)).replaceFirst(".*cursor=", "")), 422,
				"invalid");
	}

	@Test
	@Order(4)
	void everyErrorIsAProblem() throws Exception {
		problem(get("/api/runs/77"), 404, "not-found");
		problem(get("/api/runs/77/carts"), 404, "not-found");
		problem(get("/api/nothing"), 404, null);
		problem(get("/api/runs/one"), 400, null);
		problem(get("/api/runs?limit=0"), 422, "invalid");
		problem(get("/api/runs?cursor=%00"), 422, "invalid");
		assertThat(get("/api/uploads/..%2f..%2fjobs").statusCode()).isEqualTo(400);
		problem(get("/api/uploads/0123"), 404, "not-found");
		problem(get("/api/runs/1/rerun?outcomes=ordered"), 422, "invalid");
		problem(get("/api/runs/1/restart?job=weekly"), 422, "no-job");
		problem(post("/api/runs/1/restart", "{\"confirm\": 3}", null), 400, "malformed");
		problem(post("/api/runs/1/restart", "{\"confirm\": 3}", "two words"), 422, "invalid");
		problem(post("/api/runs/1/restart", "{\"confirm\": \"three\"}", "bad-1"), 422, "invalid");
		problem(post("/api/runs/1/restart", "{\"confirn\": 3}", "bad-2"), 422, "invalid");
		problem(post("/api/runs/1/restart", "{\"confirm\": ", "bad-3"), 400, "malformed");
		problem(post("/api/runs/1/restart", "[]", "bad-4"), 400, "malformed");
		problem(post("/api/runs/1/restart", "{}", "bad-5"), 409, "nothing-to-do");
		problem(post("/api/runs/1/buy", "{}", "bad-6"), 404, null);
		problem(this.page.send(operator("/api/runs/1/stop").method("PUT", BodyPublishers.ofString("{}"))), 405, null);
		problem(this.page.send(operator("/api/runs/1/stop").header("Content-Type", "application/xml")
			.POST(BodyPublishers.ofString("<stop/>"))), 415, null);
		problem(multipart("/api/uploads", "large.csv", "x".repeat(250_000), null, Map.of()), 413, null);
		problem(multipart("/api/uploads", "empty.csv", "", null, Map.of()), 422, "invalid");
		long before = uploads();
		breakOff();
		assertThat(uploads()).isEqualTo(before);
	}

	/** A client that dies in the middle of its file. */
	private void breakOff() throws IOException {
		String boundary = "half";
		try (Socket socket = new Socket("127.0.0.1", this.page.port())) {
			OutputStream out = socket.getOutputStream();
			StringBuilder head = new StringBuilder("POST /api/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\n");
			operator("/api/uploads").build()
				.headers()
				.map()
				.forEach((name, values) -> head.append(name).append(": ").append(values.getFirst()).append("\r\n"));
			out.write((head + "Content-Type: multipart/form-data; boundary=" + boundary
					+ "\r\nContent-Length: 10000\r\n\r\n--" + boundary
					+ "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.csv\"\r\n\r\ncustomer-id,cart-id\n")
				.getBytes(StandardCharsets.UTF_8));
			out.flush();
			socket.shutdownOutput();
			byte[] answer = socket.getInputStream().readAllBytes();
			assertThat(new String(answer, StandardCharsets.UTF_8)).doesNotContain("201");
		}
	}

	private long uploads() throws IOException {
		try (Stream<Path> files = Files.walk(this.page.inbox.resolve("uploads"))) {
			return files.count();
		}
	}

	@Test
	@Order(5)
	void theDocumentHasEveryAddressAndNoOther() {
		Map<String, Map<String, Map<String, Object>>> api = new Yaml().load(get("/api/openapi.yaml").body());
		Map<String, Map<String, Object>> paths = Objects.requireNonNull(api.get("paths"));
		Set<String> documented = new TreeSet<>();
		paths.forEach((path, methods) -> methods.keySet().forEach((method) -> documented.add(method + " " + path)));
		Set<String> mapped = new TreeSet<>();
		this.page.context()
			.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.forEach((info) -> info.getPatternValues()
				.stream()
				.filter((path) -> path.startsWith("/api"))
				.flatMap(ApiIntegrationTests::each)
				.forEach((path) -> info.getMethodsCondition()
					.getMethods()
					.forEach((method) -> mapped.add(method.name().toLowerCase(Locale.ROOT) + " " + path))));
		assertThat(documented).isEqualTo(mapped);
	}

	@Test
	@Order(6)
	void aFileIsRehearsedInOneRequestAndTheSameOneAgainIsTheSame() {
		String csv = carts("00000000-0000-0000-0000", 2);
		Map<String, String> fields = Map.of("rehearsal", "true", "job", "nightly");
		HttpResponse<String> accepted = multipart("/api/runs", "rehearsal.csv", csv, "file-1", fields);
		assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
		assertThat(JSON.readTree(accepted.body()).get("rehearsal").asBoolean()).isTrue();
		assertThat(multipart("/api/runs", "rehearsal.csv", csv, "file-1", fields).body()).isEqualTo(accepted.body());
		problem(multipart("/api/runs", "rehearsal.csv", CARTS, "file-1", fields), 422, "key-used");
		problem(multipart("/api/runs", "rehearsal.csv", csv, "file-2", fields), 409, null);
		problem(multipart("/api/runs", "rehearsal.csv", csv, "file-3", Map.of("job", "nightly")), 409, "unconfirmed");
		HttpResponse<String> stop = form("/api/runs/1/stop", "text/html", "idempotencyKey=form-3");
		assertThat(stop.statusCode()).as(stop.body()).isEqualTo(303);
		assertThat(location(stop)).isEqualTo("/runs/1");
		HttpResponse<String> checked = multipart("/api/runs", "checked.csv", csv, null,
				Map.of("mode", "validate", "idempotencyKey", "form-4"));
		assertThat(location(checked)).matches("/uploads/[0-9a-f]{64}");
	}

	@Test
	@Order(7)
	void aProgramSendsNameAndPasswordWithEachCallAndAViewerActsOnNothing() {
		HttpResponse<String> runs = this.page.send(program("vera", "vera", "/api/runs"));
		assertThat(runs.statusCode()).as(runs.body()).isEqualTo(200);
		assertThat(runs.headers().firstValue("set-cookie")).isEmpty();
		HttpRequest.Builder stop = program("vera", "vera", "/api/runs/1/stop").POST(BodyPublishers.noBody());
		problem(this.page.send(stop.header("Idempotency-Key", "program-1")), 403, null);
		stop = program("olga", "olga", "/api/runs/1/stop").POST(BodyPublishers.noBody());
		assertThat(this.page.send(stop).statusCode()).as("without the header that no browser sends").isEqualTo(403);
		HttpResponse<String> stopped = this.page.send(stop.header("Idempotency-Key", "program-1"));
		assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(202);
		HttpResponse<String> refused = this.page.send(program("olga", "vera", "/api/runs"));
		problem(refused, 401, null);
		assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
		problem(this.page.send(HttpRequest.newBuilder(this.page.at("/api/runs"))), 401, null);
	}

	@Test
	@Order(8)
	void whatWaitsIsTakenBackByAnOperatorAndWhatIsBegunIsNot() throws Exception {
		PageActions actions = new PageActions(this.page.database.jdbc(), this.page.database.transactions());
		long first = waits(actions, "first");
		long second = waits(actions, "second");
		String path = "/api/actions/" + first + "/take-back";
		assertThat(get("/").body()).contains("Asked for and not begun", path);
		SignedIn viewer = SignedIn.as("vera", this.page.at("/"));
		assertThat(this.page.send(viewer.request(this.page.at("/"))).body()).contains("Asked for and not begun")
			.doesNotContain("take-back");
		assertThat(this.page.send(viewer.request(this.page.at(path)).POST(BodyPublishers.noBody())).statusCode())
			.isEqualTo(403);
		problem(this.page
			.send(program("vera", "vera", path).header("Idempotency-Key", "back-1").POST(BodyPublishers.noBody())), 403,
				null);
		problem(post(path, "{}", null), 400, "malformed");
		problem(post(path, "{\"run\": 1}", "back-2"), 422, "invalid");
		assertThat(actions.find(first)).get().extracting(PageAction::state).isEqualTo("WAITING");

		HttpResponse<String> byForm = form(path, "text/html", "idempotencyKey=back-3");
		assertThat(byForm.statusCode()).as(byForm.body()).isEqualTo(303);
		assertThat(location(byForm)).isEqualTo("/actions/" + first);
		HttpResponse<String> again = this.page
			.send(program("olga", "olga", path).header("Idempotency-Key", "back-4").POST(BodyPublishers.noBody()));
		assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
		conforms("action", again.body());
		JsonNode taken = JSON.readTree(again.body());
		assertThat(taken.get("state").asString()).isEqualTo("TAKEN_BACK");
		assertThat(taken.get("takenBackBy").asString()).isEqualTo("olga");
		assertThat(get(location(byForm)).body()).contains("Taken back by olga: nothing was asked.");

		actions.begin(second, "a process");
		HttpResponse<String> begun = post("/api/actions/" + second + "/take-back", "{}", "back-5");
		problem(begun, 409, "worked-on");
		assertThat(begun.body()).contains("is begun", "stop");
		actions.end(second, ActionResult.DONE, 0, "done");
		problem(post("/api/actions/" + second + "/take-back", "{}", "back-6"), 409, "nothing-to-do");
		problem(post("/api/actions/77/take-back", "{}", "back-7"), 404, "not-found");
	}

	/** No process serves its job. */
	private static long waits(PageActions actions, String file) {
		ActionRequest request = new ActionRequest(ActionKind.LAUNCH, "bert", file, "sha", null, "weekly", false,
				Set.of(), new ActionRequest.Input(file + ".csv", file), 7L);
		return ((AskedAction.Accepted) actions.ask(request)).action().id();
	}

	private HttpRequest.Builder program(String name, String password, String path) {
		String both = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(this.page.at(path)).header("Authorization", "Basic " + both);
	}

	/** A pattern that names several is one for each. */
	private static Stream<String> each(String path) {
		int from = path.indexOf("{what:");
		if (from < 0) {
			return Stream.of(path);
		}
		return Stream.of(path.substring(from + "{what:".length(), path.length() - 1).split("\\|"))
			.map((what) -> path.substring(0, from) + what);
	}

	private static void conforms(String schema, String json) {
		String document;
		try {
			document = Files.readString(Path.of("src/main/resources/dev/bulkcheckout/page/api/openapi.yaml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, Object> api = new Yaml().load(document);
		Map<String, Object> of = Map.of("$ref", "#/components/schemas/" + schema, "components",
				Objects.requireNonNull(api.get("components")));
		assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(JSON.writeValueAsString(of), InputFormat.JSON)
			.validate(json, InputFormat.JSON)).as(json).isEmpty();
	}

	private static void problem(HttpResponse<String> answer, int status, @Nullable String type) {
		assertThat(answer.statusCode()).as("%s: %s", answer.uri(), answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("content-type")).as(answer.body()).hasValue("application/problem+json");
		conforms("problem", answer.body());
		JsonNode problem = JSON.readTree(answer.body());
		assertThat(problem.get("status").asInt()).isEqualTo(status);
		if (type != null) {
			assertThat(problem.get("type").asString()).isEqualTo("urn:bulk-checkout:problem:" + type);
		}
		assertThat(answer.body()).doesNotContain("not-a-secret", "Exception", "/inbox");
	}

	private JsonNode over(HttpResponse<String> accepted) {
		String action = location(accepted);
		this.page.await(() -> !JSON.readTree(get(action).body()).get("endedAt").isNull());
		HttpResponse<String> ended = get(action);
		conforms("action", ended.body());
		return JSON.readTree(ended.body());
	}

	private HttpRequest.Builder operator(String path) {
		return this.page.operator(path);
	}

	private HttpResponse<String> get(String path) {
		return this.page.send(operator(path));
	}

	private HttpResponse<String> post(String path, String json, @Nullable String key) {
		HttpRequest.Builder request = operator(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json));
		return this.page.send((key != null) ? request.header("Idempotency-Key", key) : request);
	}

	private HttpResponse<String> form(String path, String accept, String form) {
		return this.page.send(operator(path).header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", accept)
			.POST(BodyPublishers.ofString(form)));
	}

	private HttpResponse<String> multipart(String path, String name, String csv, @Nullable String key,
			Map<String, String> fields) {
		String boundary = "boundary";
		String body = fields.entrySet()
			.stream()
			.map((field) -> "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary,
					field.getKey(), field.getValue()))
			.collect(Collectors.joining())
				+ "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n--%s--\r\n"
					.formatted(boundary, name, csv, boundary);
		HttpRequest.Builder request = operator(path).header("Content-Type", "multipart/form-data; boundary=" + boundary)
			.POST(BodyPublishers.ofString(body));
		return this.page.send((key != null) ? request.header("Idempotency-Key", key) : request);
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers().firstValue("location").orElseThrow();
	}

	private static @Nullable String next(HttpResponse<String> answer) {
		return answer.headers()
			.firstValue("link")
			.map((link) -> link.replaceFirst("<(.*)>; rel=\"next\"", "$1"))
			.orElse(null);
	}

	private static String carts(String kind, int carts) {
		StringBuilder csv = new StringBuilder(kind.startsWith("0") ? "customer-id,cart-id\n" : "");
		for (int i = 1; i <= carts; i++) {
			csv.append("c0000000-0000-4000-8000-%012d,%s-%012d\n".formatted(i % 10, kind, i));
		}
		return csv.toString();
	}

}
