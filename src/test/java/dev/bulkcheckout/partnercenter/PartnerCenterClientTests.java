package dev.bulkcheckout.partnercenter;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.partnercenter.Answer.Received;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.partnercenter.auth.NoAccessTokenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes over the wire, and how whole answers are read.
 */
class PartnerCenterClientTests {

	private static final Body NO_BODY = new Body("", null);

	private static final CustomerId CUSTOMER = new CustomerId("11111111-aaaa-4bbb-8ccc-222222222222");

	private static final Cart CART = new Cart(CUSTOMER, new CartId("33333333-dddd-4eee-8fff-444444444444"));

	private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

	private final FixedTokens tokens = new FixedTokens();

	private StubServer server;

	private PartnerCenterClient client;

	@BeforeEach
	void start() throws Exception {
		this.server = new StubServer();
		this.client = client(this.server.url("http"), this.tokens);
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
	}

	private static PartnerCenterClient client(URI baseUrl, AccessTokens tokens) {
		return new PartnerCenterClient(
				new ConnectionSettings(baseUrl, Duration.ofSeconds(5), Duration.ofSeconds(30), 16), tokens,
				InstantSource.fixed(NOW));
	}

	private Received checkout() {
		return received(this.client.checkout(CART, RequestId.random()));
	}

	private static Received received(Answer answer) {
		assertThat(answer).isInstanceOf(Received.class);
		return (Received) answer;
	}

	private List<String> lastRequest() {
		return this.server.requests().getLast().lines().filter((line) -> !line.isEmpty()).toList();
	}

	@Test
	void checkoutSendsEveryHeaderAndNoBody() {
		RequestId request = RequestId.random();
		Answer answer = this.client.checkout(CART, request);
		assertThat(lastRequest().getFirst()).isEqualTo("POST /v1/customers/11111111-aaaa-4bbb-8ccc-222222222222/carts/"
				+ "33333333-dddd-4eee-8fff-444444444444/checkout HTTP/1.1");
		assertThat(lastRequest()).contains("Authorization: Bearer " + FixedTokens.TOKEN, "MS-RequestId: " + request,
				"MS-CorrelationId: " + answer.ids().correlation(), "MS-Contract-Version: v1",
				"MS-PartnerCenter-Application: bulk-checkout", "X-Locale: en-US", "Accept: application/json",
				"Content-Length: 0");
		assertThat(lastRequest()).anyMatch((line) -> line.startsWith("User-Agent: bulk-checkout"));
		assertThat(lastRequest()).map((line) -> line.toLowerCase(Locale.ROOT))
			.noneMatch((line) -> line.startsWith("upgrade:") || line.startsWith("expect:")
					|| line.startsWith("content-type:") || line.startsWith("cookie:"));
		assertThat(answer.ids().request()).isEqualTo(request);
	}

	@Test
	void eachCallHasANewCorrelationId() {
		RequestId request = RequestId.random();
		UUID first = this.client.checkout(CART, request).ids().correlation();
		UUID second = this.client.checkout(CART, request).ids().correlation();
		assertThat(first).isNotEqualTo(second);
		assertThat(this.server.requests()).allMatch((head) -> head.contains("MS-RequestId: " + request + "\r\n"));
	}

	@Test
	void readsAskAtTheirAddresses() {
		this.client.cart(CART);
		this.client.orders(CUSTOMER);
		this.client.order(CUSTOMER, new OrderId("HVu_cO8Ea7fNRQP4ia1QTpZap-kg_7P71"));
		this.client.subscriptions(CUSTOMER, new OrderId("a68736758d9c"));
		this.client.organizationProfile();
		String customer = "GET /v1/customers/" + CUSTOMER;
		assertThat(this.server.requests()).map((head) -> head.lines().findFirst().orElseThrow())
			.containsExactly(customer + "/carts/" + CART.id() + " HTTP/1.1", customer + "/orders HTTP/1.1",
					customer + "/orders/HVu_cO8Ea7fNRQP4ia1QTpZap-kg_7P71 HTTP/1.1",
					customer + "/subscriptions?order_id=a68736758d9c HTTP/1.1",
					"GET /v1/profiles/organization HTTP/1.1");
		assertThat(this.server.requests()).map((head) -> head.replaceAll("(?s).*MS-RequestId: (\\S+).*", "$1"))
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "../../x, ..%2F..%2Fx", "a/b, a%2Fb", ".., %2E%2E", "., %2E", "100%, 100%25", "a?b=c&d, a%3Fb%3Dc%26d",
			"a#b, a%23b", "a b+c*, a%20b%2Bc%2A", "é, %C3%A9" })
	void orderIdStaysOneSegment(String id, String segment) {
		this.client.order(CUSTOMER, new OrderId(id));
		this.client.subscriptions(CUSTOMER, new OrderId(id));
		assertThat(this.server.requests().get(0))
			.startsWith("GET /v1/customers/" + CUSTOMER + "/orders/" + segment + " HTTP");
		assertThat(this.server.requests().get(1))
			.startsWith("GET /v1/customers/" + CUSTOMER + "/subscriptions?order_id=" + segment + " HTTP");
	}

	@Test
	void baseUrlMayHaveAPath() {
		try (PartnerCenterClient below = client(this.server.url("http").resolve("/api/"), this.tokens)) {
			below.orders(CUSTOMER);
		}
		assertThat(lastRequest().getFirst()).startsWith("GET /api/v1/customers/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "500 Oops", "503 Busy", "429 Slow", "408 Late", "401 Who", "302 Over There" })
	void noAnswerIsRepeatedOrFollowed(String status) {
		this.server.does(StubServer.respond(status,
				"Location: /elsewhere\r\nWWW-Authenticate: Basic realm=\"x\"\r\nRetry-After: 0\r\n", ""));
		assertThat(checkout().status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void cookiesAreNotKept() {
		this.server.does(StubServer.respond("200 OK", "Set-Cookie: a=b\r\n", "{}"));
		checkout();
		checkout();
		assertThat(this.server.requests().getLast()).doesNotContainIgnoringCase("cookie");
	}

	@Test
	void connectionIsKept() {
		checkout();
		checkout();
		assertThat(this.server.connections()).isOne();
	}

	@Test
	void asManyCallsAreInFlightAsTheSettingsSay() throws Exception {
		CountDownLatch allThere = new CountDownLatch(16);
		this.server.does((socket) -> {
			allThere.countDown();
			allThere.await();
			StubServer.respond("200 OK", "", "{}").answer(socket);
		});
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Received>> answers = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				answers.add(threads.submit(this::checkout));
			}
			for (Future<Received> answer : answers) {
				assertThat(answer.get().status()).isEqualTo(200);
			}
		}
	}

	@Test
	void refusedTokenIsTheOneThatWasSent() {
		this.server.does(StubServer.respond("401 Unauthorized", "", ""));
		Received refused = checkout();
		assertThat(refused.status()).isEqualTo(401);
		assertThat(this.tokens.rejected()).isEmpty();
		this.client.reject(refused);
		assertThat(this.tokens.rejected()).containsExactly(FixedTokens.TOKEN);
	}

	@Test
	void otherRefusalsLeaveTheTokenAlone() {
		this.server.does(StubServer.respond("403 Forbidden", "", ""));
		checkout();
		assertThat(this.tokens.rejected()).isEmpty();
	}

	@Test
	void withoutATokenNothingIsSent() {
		AccessTokens none = new AccessTokens() {
			@Override
			public String current() {
				throw new NoAccessTokenException("none to be had", null);
			}

			@Override
			public void reject(String rejected) {
			}
		};
		try (PartnerCenterClient tokenless = client(this.server.url("http"), none)) {
			assertThatExceptionOfType(NoAccessTokenException.class)
				.isThrownBy(() -> tokenless.checkout(CART, RequestId.random()));
		}
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			57                            |                               | PT57S
			0                             |                               | PT0S
			Sun, 22 Nov 2026 01:02:00 GMT | Sun, 22 Nov 2026 01:01:30 GMT | PT30S
			Sun, 22 Nov 2026 01:02:00 GMT |                               | PT2M
			Sun, 22 Nov 2026 00:00:00 GMT |                               | PT0S
			1.5                           |                               | PT2S
			0.1                           |                               | PT1S
			-5                            |                               | PT1S
			""")
	void retryAfterIsReadAsSecondsAndAsDate(String value, String date, Duration expected) {
		this.server.does(StubServer.respond("429 Slow",
				"Retry-After: " + value + "\r\n" + ((date != null) ? "Date: " + date + "\r\n" : ""), ""));
		assertThat(checkout().retryAfter()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "12345678901234567890", "" })
	void unreadableRetryAfterIsNone(String value) {
		this.server.does(StubServer.respond("429 Slow", "Retry-After: " + value + "\r\n", ""));
		assertThat(checkout().retryAfter()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Rate limit is exceeded. Try again in 2 seconds.     | PT2S
			Too many requests, retry after 1.2 s                | PT2S
			Please wait 3 minutes and try again                 | PT3M
			Try again in 1500 milliseconds.                     | PT2S
			Try again later. Request 4711                       |
			slow down                                           |
			""")
	void waitThatIsOnlyInTheTextIsRead(String text, Duration expected) {
		this.server.does(StubServer.respond("429 Slow", "", "{\"statusCode\":429,\"message\":\"" + text + "\"}"));
		assertThat(checkout().retryAfter()).isEqualTo(expected);
		this.server.does(StubServer.respond("429 Slow", "Retry-After: -1\r\n", "{\"message\":\"" + text + "\"}"));
		assertThat(checkout().retryAfter()).isEqualTo((expected != null) ? expected : Duration.ofSeconds(1));
		this.server.does(StubServer.respond("429 Slow", "Retry-After: 57\r\n", "{\"message\":\"" + text + "\"}"));
		assertThat(checkout().retryAfter()).isEqualTo(Duration.ofSeconds(57));
	}

	@Test
	void bodyMayBeginWithAByteOrderMarkAndLieAboutItsCharset() {
		this.server.does(StubServer.respond("201 Created", "Content-Type: application/json; charset=utf-16\r\n",
				"\uFEFF\uFEFF {\"name\":\"Zürich\",\"price\":438.10}"));
		assertThat(checkout().body()).isEqualTo(new Body("{\"name\":\"Zürich\",\"price\":438.10}", null));
	}

	@Test
	void oneWrongByteDoesNotCostTheAnswer() {
		this.server.does(StubServer.respond("201 Created", "",
				"{\"id\":\"a1\",\"name\":\"Z\u00fcrich\"}".getBytes(StandardCharsets.ISO_8859_1)));
		assertThat(checkout().body().text()).startsWith("{\"id\":\"a1\",");
	}

	@Test
	void gzipIsRead() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write("{\"id\":\"a1\"}".getBytes(StandardCharsets.UTF_8));
		}
		this.server.does(StubServer.respond("201 Created", "Content-Encoding: gzip\r\n", bytes.toByteArray()));
		assertThat(checkout().body().excerpt()).isEqualTo("{\"id\":\"a1\"}");
		assertThat(lastRequest()).contains("Accept-Encoding: gzip");
		this.server.does(StubServer.respond("500 Oops", "Content-Encoding: gzip\r\n", ""));
		assertThat(checkout().body()).isEqualTo(NO_BODY);
		this.server.does(StubServer.respond("500 Oops", "Content-Encoding: gzip\r\n", "plain after all"));
		assertThat(checkout().body().fault()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \r\n", "\uFEFF" })
	void emptyBodyIsEmpty(String body) {
		this.server.does(StubServer.respond("401 Unauthorized", "", body));
		assertThat(checkout().body()).isEqualTo(NO_BODY);
	}

	@Test
	void noContentIsEmpty() {
		this.server.does((socket) -> StubServer.write(socket, "HTTP/1.1 204 No Content\r\n\r\n"));
		assertThat(checkout().body()).isEqualTo(NO_BODY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>Gateway</html>", "{\"orders\":[", "{} {}", "[[[[", "{\"a\":1e}" })
	void whatIsNotJsonIsUnreadableAndShown(String body) {
		this.server.does(StubServer.respond("200 OK", "", body));
		Received answer = checkout();
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> CartState.of(answer.body()))
			.satisfies((ex) -> assertThat(ex.isJson()).isFalse());
		assertThat(answer.body().excerpt()).isEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endlessBodyIsNotReadToItsEnd(boolean chunked) {
		String header = chunked ? "Transfer-Encoding: chunked\r\n" : "";
		String chunk = chunked ? "10000\r\n" : "";
		this.server.does((socket) -> {
			StubServer.write(socket, "HTTP/1.1 200 OK\r\n" + header + "\r\n");
			while (true) {
				StubServer.write(socket, chunk + " ".repeat(64 * 1024) + (chunk.isEmpty() ? "" : "\r\n"));
			}
		});
		assertThat(checkout().body().fault()).contains("8 MiB");
		this.server.does(StubServer.respond("200 OK", "", "{}"));
		assertThat(checkout().body()).isEqualTo(new Body("{}", null));
	}

	@Test
	void excerptIsOneShortLineWithoutTheToken() {
		this.server.does(StubServer.respond("502 Bad Gateway", "",
				"<pre>\r\n\tAuthorization: Bearer " + FixedTokens.TOKEN + "\n</pre>" + "x".repeat(5000)));
		assertThat(checkout().body().excerpt()).startsWith("<pre> Authorization: Bearer [token] </pre>x").hasSize(301);
	}

	@Test
	void answerInAMessageShowsNoBody() {
		this.server.does(StubServer.respond("200 OK", "", "{\"id\":\"private\"}"));
		assertThat(checkout().toString()).contains("200").doesNotContain("private");
	}

}
