package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkouts, right and wrong, as {@link CartIdScheme} names them. */
@Timeout(120)
class CheckoutIntegrationTests {

	private static final String LICENSE = "00000000-0000-0000-0000-0000000000ab";

	private Simulator simulator;

	private Client client;

	@BeforeEach
	void start() throws Exception {
		this.simulator = Simulator.start(SimulatorSettings.builder().hang(Duration.ofMillis(600)).build());
		this.client = Client.of(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void licenseHasItsIdAtOnceWhileItsOrderIsPending() throws Exception {
		HttpResponse<String> answer = this.client.checkout(LICENSE);
		assertThat(answer.statusCode()).isEqualTo(201);
		JsonNode order = Client.json(answer).path("orders").path(0);
		assertThat(order.path("status").asString()).isEqualTo("pending");
		assertThat(order.path("referenceCustomerId").asString()).isEqualTo(Client.CUSTOMER);
		assertThat(order.path("totalPrice").decimalValue()).isEqualByComparingTo("12.34");
		assertThat(order.path("lineItems").path(0).path("subscriptionId").asString()).hasSize(36);
		assertThat(Client.json(answer).has("orderErrors")).isFalse();
	}

	@Test
	void repeatedCheckoutAnswersTheSameWhateverTheCaseOfTheId() throws Exception {
		String first = this.client.checkout(LICENSE).body();
		assertThat(this.client.checkout(LICENSE.toUpperCase(Locale.ROOT)).body()).isEqualTo(first);
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(1);
		assertThat(this.simulator.counts().repeatedCheckouts()).isEqualTo(1);
		assertThat(this.simulator.truth(Client.CUSTOMER, LICENSE)).satisfies((truth) -> {
			assertThat(truth.checkouts()).isEqualTo(2);
			assertThat(first).contains(truth.orders().get(0).orderId());
		});
	}

	@Test
	void mixedCartMakesThreeOrdersWithTheThreeFormsOfIds() throws Exception {
		JsonNode orders = Client.json(this.client.checkout("00000000-0000-0000-0800-000000000001")).path("orders");
		assertThat(orders.valueStream().map((order) -> order.path("id").asString().length())).containsExactly(36, 33,
				12);
		assertThat(orders.path(1).path("id").asString()).contains("-", "_");
		String azure = orders.path(0).path("lineItems").path(0).path("subscriptionId").asString();
		assertThat(azure).isEqualTo(azure.toUpperCase(Locale.ROOT));
		assertThat(orders.path(0).path("status").asString()).isEqualTo("completed");
		assertThat(orders.path(1).path("lineItems").size()).isEqualTo(2);
		assertThat(orders.path(2).path("lineItems").path(0).has("subscriptionId")).isFalse();
	}

	@Test
	void twoLineLicenseNamesResellers() throws Exception {
		JsonNode line = Client.json(this.client.checkout("00000000-0000-0000-0100-000000000001"))
			.at("/orders/0/lineItems/1");
		assertThat(line.path("lineItemNumber").asInt()).isEqualTo(1);
		assertThat(line.path("additionalPartnerIdsOnRecord").size()).isEqualTo(2);
	}

	@Test
	void answersBearTheIdsOfTheRequestOrMadeUpOnes() throws Exception {
		HttpResponse<String> answer = this.client
			.send(this.client.checkoutRequest(LICENSE).header("MS-RequestId", "r-1").header("MS-CorrelationId", "c-1"));
		assertThat(answer.headers().firstValue("MS-RequestId")).hasValue("r-1");
		assertThat(answer.headers().firstValue("MS-CorrelationId")).hasValue("c-1");
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
		HttpResponse<String> other = this.client.checkout(LICENSE);
		assertThat(other.headers().firstValue("MS-RequestId")).isPresent();
		assertThat(other.headers().firstValue("MS-CV")).isPresent();
		List<SeenRequest> seen = this.simulator.checkoutsOf(LICENSE);
		assertThat(seen).extracting(SeenRequest::requestId).containsExactly("r-1", null);
		assertThat(seen).extracting(SeenRequest::status).containsExactly(201, 201);
		assertThat(seen.get(1).arrivedAtNanos()).isGreaterThan(seen.get(0).arrivedAtNanos());
	}

	@ParameterizedTest
	@CsvSource({ "20110000, BOM", "20120000, futureMember", "20130000, '\"orderErrors\":null'",
			"20140000, '\"orderErrors\":[]'", "20150000, '\"additionalInformation\":[]'", "20160000, futureFlag" })
	void oddAnswersAreStillRight(String block, String part) throws Exception {
		HttpResponse<String> answer = this.client.checkout(block + "-0000-0000-0000-000000000001");
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).contains(part.equals("BOM") ? "\uFEFF{" : part);
		assertThat(Client.json(answer).path("orders").size()).isEqualTo(1);
	}

	@Test
	void repeatedCheckoutCanAnswer200() throws Exception {
		assertThat(this.client.checkout("20000000-0000-0000-0000-000000000001").statusCode()).isEqualTo(200);
	}

	@Test
	void partialSuccessHasOrdersAndErrors() throws Exception {
		String cart = "20170000-0080-0069-0000-000000000001";
		JsonNode result = Client.json(this.client.checkout(cart));
		assertThat(result.path("orders").size()).isEqualTo(1);
		assertThat(result.at("/orderErrors/0/code").asInt()).isEqualTo(800069);
		assertThat(outcome(cart)).isEqualTo("PARTIALLY_ORDERED");
	}

	@ParameterizedTest
	@CsvSource({ "20180000, REFUSED", "20190000, REFUSED", "201a0000, UNKNOWN", "201b0000, UNKNOWN",
			"201d0000, UNKNOWN", "201e0000, UNKNOWN", "201f0000, UNKNOWN" })
	void successesWithoutOrdersOrderNothing(String block, String outcome) throws Exception {
		String cart = block + "-0000-0000-0000-000000000001";
		HttpResponse<String> answer = this.client.checkout(cart);
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).doesNotContain("lineItems");
		assertThat(this.simulator.counts().orderedCarts()).isZero();
		assertThat(outcome(cart)).isEqualTo(outcome);
	}

	@Test
	void truncatedAnswerIsNoJsonThoughTheCartIsOrdered() throws Exception {
		String cart = "201c0000-0000-0000-0000-000000000001";
		HttpResponse<String> answer = this.client.checkout(cart);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Client.json(answer));
		assertThat(outcome(cart)).isEqualTo("ORDERED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "40010000-0080-0009;400;\"code\":800009,", "40020000-0080-0009;400;errorMessageExtended",
					"42900000-0000-0000;429;\"statusCode\":429", "40130000-0000-0000;401;\"statusCode\":401",
					"50350000-0000-0000;503;<html>", "50060000-0000-0000;500;upstream",
					"40070000-0000-2007;400;{\\\"code\\\"", "40080000-0080-0009;400;\uFEFF{",
					"40090000-0080-0009;400;\"code\":\"800009\"", "500a0000-0000-0000;500;xxxxxxxx",
					"40300000-0090-0308;403;\"code\":900308,", "40900000-0080-0064;409;\"code\":800064,",
					"50000000-0000-0000;500;\"code\":800003," })
	void everyFamilyOfErrorsIsSpoken(String blocks, int status, String part) throws Exception {
		HttpResponse<String> answer = this.client.checkout(blocks + "-0000-000000000001");
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.body()).contains(part);
		assertThat(this.simulator.counts().orderedCarts()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "40100000", "40440000", "30200000", "41100000" })
	void someErrorsHaveNoBody(String block) throws Exception {
		HttpResponse<String> answer = this.client.checkout(block + "-0000-0000-0000-000000000001");
		assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(block.substring(0, 3)));
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void retryAfterComesAsSecondsAsDateOrNotAtAll() throws Exception {
		assertThat(retryAfter("42900000")).isEqualTo("1");
		assertThat(retryAfter("429b0000")).endsWith(" GMT");
		assertThat(retryAfter("429c0000")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "50000002, 500", "42900002, 429", "40900002, 409", "40100002, 401", "50301002, 503" })
	void faultsEndAfterSoManyTimes(String block, int status) throws Exception {
		String cart = block + "-0000-0000-0000-000000000001";
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(status);
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(status);
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(201);
		assertThat(outcome(cart)).isEqualTo("ORDERED");
	}

	@ParameterizedTest
	@CsvSource({ "dead0000, false", "dead1000, true", "c1050000, false", "c1051000, true", "ebb00000, true",
			"ebb40000, false" })
	void answersAreLostBeforeOrAfterTheWork(String block, boolean ordered) throws Exception {
		String cart = block + "-0000-0000-0000-000000000001";
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.checkout(cart));
		assertThat(this.simulator.truth(Client.CUSTOMER, cart)).satisfies((truth) -> {
			assertThat(truth.ordered()).isEqualTo(ordered);
			assertThat(truth.outcome()).isEqualTo(ordered ? "ORDERED" : "UNKNOWN");
		});
		assertThat(this.simulator.checkoutsOf(cart)).extracting(SeenRequest::ending)
			.containsOnly(SeenRequest.Ending.LOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "deaf0000", "ebb20000" })
	void someAnswersKeepTheCallerWaitingInVain(String block) {
		long start = System.nanoTime();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.client.checkout(block + "-0000-0000-0000-000000000001"));
		assertThat(System.nanoTime() - start).isGreaterThan(500_000_000L);
	}

	@Test
	void slowBodyIsWhole() throws Exception {
		long start = System.nanoTime();
		assertThat(Client.json(this.client.checkout("ebb10000-0000-0000-0000-000000000001")).path("orders").size())
			.isEqualTo(1);
		assertThat(System.nanoTime() - start).isGreaterThan(500_000_000L);
		assertThat(this.simulator.requests()).extracting(SeenRequest::status).containsExactly(201);
	}

	@Test
	void tooShortALengthCutsTheBody() throws Exception {
		HttpResponse<String> answer = this.client.checkout("ebb30000-0000-0000-0000-000000000001");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Client.json(answer));
	}

	@Test
	void submittedCartIsOrderedOrActiveListedOrNot() throws Exception {
		String active = "40000000-0080-0065-0000-000000000001";
		String listed = "40001000-0080-0065-0000-000000000002";
		String unlisted = "40002000-0080-0065-0000-000000000003";
		for (String cart : List.of(active, listed, unlisted)) {
			assertThat(Client.json(this.client.checkout(cart)).path("code").asInt()).isEqualTo(800065);
		}
		assertThat(status(active)).isEqualTo("Active");
		assertThat(status(listed)).isEqualTo("Ordered");
		assertThat(status(unlisted)).isEqualTo("Ordered");
		assertThat(this.client.orders().path("totalCount").asInt()).isEqualTo(1);
		assertThat(outcome(active)).isEqualTo("UNKNOWN");
		assertThat(outcome(listed)).isEqualTo("ORDERED");
		assertThat(outcome(unlisted)).isEqualTo("ALREADY_ORDERED");
	}

	@Test
	void cartMayBeGoneOrExpired() throws Exception {
		assertThat(this.client.cart("40403000-0080-0008-0000-000000000001").statusCode()).isEqualTo(404);
		String expiry = Client.json(this.client.cart("40004000-0080-0009-0000-000000000001"))
			.path("expirationTimestamp")
			.asString();
		assertThat(OffsetDateTime.parse(expiry)).isBefore(OffsetDateTime.now(ZoneOffset.UTC));
	}

	@Test
	void redirectSaysWhere() throws Exception {
		assertThat(this.client.checkout("30200000-0000-0000-0000-000000000001").headers().firstValue("Location"))
			.isPresent();
	}

	@Test
	void bodyOfTheCheckoutIsIgnored() throws Exception {
		HttpResponse<String> answer = this.client
			.send(this.client.request("/v1/customers/" + Client.CUSTOMER + "/carts/" + LICENSE + "/checkout")
				.expectContinue(true)
				.POST(BodyPublishers.ofString("\"success\"")));
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(this.client.checkout(LICENSE).statusCode()).isEqualTo(201);
	}

	@Test
	void behaviourCanBeAskedForAtRunTime() throws Exception {
		this.simulator.behave(LICENSE.toUpperCase(Locale.ROOT), Behaviour.parse("503 times=1 product=saas"));
		assertThat(this.client.checkout(LICENSE).statusCode()).isEqualTo(503);
		assertThat(this.client.checkout(LICENSE).body()).contains("WaaS");
	}

	@Test
	void latencyDelaysTheAnswer() throws Exception {
		try (Simulator slow = Simulator
			.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(300))).build())) {
			Client patient = Client.of(slow);
			long start = System.nanoTime();
			patient.checkout(LICENSE);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
		}
	}

	private String outcome(String cart) {
		return Objects.requireNonNull(this.simulator.truth(Client.CUSTOMER, cart)).outcome();
	}

	private String status(String cart) throws Exception {
		return Client.json(this.client.cart(cart)).path("status").asString();
	}

	private String retryAfter(String block) throws Exception {
		return this.client.checkout(block + "-0000-0000-0000-000000000001")
			.headers()
			.firstValue("Retry-After")
			.orElse("");
	}

}
