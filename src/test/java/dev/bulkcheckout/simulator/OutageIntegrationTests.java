package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.bulkcheckout.Await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The whole API down, throttled, and controlled from outside. */
@Timeout(120)
class OutageIntegrationTests {

	private Simulator simulator = Simulator.start();

	private Client client;

	@BeforeEach
	void signIn() throws Exception {
		this.client = Client.of(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void refusedConnectionsComeBackOnTheSamePortWithTheSameToken() throws Exception {
		String cart = cart();
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(201);
		int port = this.simulator.port();
		this.simulator.goDown(OutageMode.REFUSED);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.checkout(cart));
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.client.checkout(cart));
		this.simulator.comeBack();
		assertThat(this.simulator.port()).isEqualTo(port);
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(201);
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(1);
	}

	@Test
	void resetOutageDoesNoWork() throws Exception {
		this.simulator.goDown(OutageMode.RESET);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.checkout(cart()));
		this.simulator.comeBack();
		assertThat(this.simulator.counts().carts()).isZero();
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
	}

	@Test
	void unavailableOutageEndsByItself() throws Exception {
		this.simulator.goDown(OutageMode.UNAVAILABLE, Duration.ofSeconds(3));
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(503);
		awaitFine();
	}

	@Test
	void hangingOutageAnswersNobody() throws Exception {
		this.simulator.goDown(OutageMode.HANG);
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> this.client.send(this.client.checkoutRequest(cart()).timeout(Duration.ofMillis(300))));
		this.simulator.comeBack();
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
	}

	@Test
	void closingDoesNotWaitForHangingCalls() {
		this.simulator.goDown(OutageMode.HANG);
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> this.client.send(this.client.checkoutRequest(cart()).timeout(Duration.ofMillis(300))));
		long start = System.nanoTime();
		this.simulator.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void scenarioGoesDownAfterSoManyCheckouts() throws Exception {
		restart("down unavailable after-checkouts=2 for=3s\n");
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(503);
		awaitFine();
	}

	@Test
	void scenarioGoesDownAfterSomeTime() throws Exception {
		restart("down unavailable after=1ms\n");
		Await.until(() -> this.client.checkout(cart()).statusCode() == 503);
	}

	@Test
	void throttleRefusesBeyondItsBurstAndSaysWhenToComeAgain() throws Exception {
		restart("throttle 0.1 burst=2\n");
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
		assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
		var refused = this.client.checkout(cart());
		assertThat(refused.statusCode()).isEqualTo(429);
		long seconds = Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
		assertThat(seconds).isBetween(1L, 10L);
		assertThat(refused.body()).isEqualTo(
				"{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in " + seconds + " seconds.\"}");
		assertThat(this.simulator.counts().throttled()).isEqualTo(1);
		assertThat(this.simulator.counts().carts()).isEqualTo(2);
	}

	@Test
	void throttleCanBePerCustomerAndSpeakInDates() throws Exception {
		restart("throttle 0.1 burst=1 per-customer as-date retry-after=30s\n");
		this.client.checkout(cart());
		assertThat(this.client.checkout(cart()).headers().firstValue("Retry-After").orElseThrow()).endsWith("GMT");
		String other = "/v1/customers/" + UUID.randomUUID() + "/orders";
		assertThat(this.client.get(other).statusCode()).isEqualTo(200);
		assertThat(this.client.get(other).statusCode()).isEqualTo(429);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0.1 fixed=60s,                               \\d+
			0.1 sliding=60s,                             5\\d|60
			0.1 sliding=60s retry-after=1500ms,          1.5
			0.1 sliding=60s retry-after=PT-1S,           -1
			0.1 sliding=60s as-date,                     .* GMT
			0.1 sliding=60s as-text,                     none
			none once=100% sporadic-retry-after=7s,      7
			none sporadic=100% sporadic-retry-after=90s, 90
			""")
	void throttleSaysWhenToComeAgainInItsWay(String throttle, String retryAfter) throws Exception {
		restart("throttle " + throttle + "\n");
		String cart = cart();
		var answer = this.client.checkout(cart);
		for (int i = 0; i < 12 && answer.statusCode() != 429; i++) {
			answer = this.client.checkout(cart);
		}
		assertThat(answer.statusCode()).isEqualTo(429);
		assertThat(answer.headers().firstValue("Retry-After").orElse("none")).matches(retryAfter);
		assertThat(answer.body()).matches(".*Rate limit is exceeded. Try again in -?\\d+ seconds.*");
	}

	@Test
	void throttleIsSetAndReadFromOutside() throws Exception {
		assertThat(post("/simulator/throttle?as=0.05%20sliding=60s%20retry-after=1s")).isEqualTo("done\n");
		for (int i = 0; i < 5; i++) {
			this.client.get("/v1/customers/" + Client.CUSTOMER + "/orders");
		}
		List<CallsPerSecond> seconds = this.simulator.callsPerSecond();
		assertThat(seconds.stream().mapToLong(CallsPerSecond::admitted).sum()).isEqualTo(3);
		assertThat(seconds.stream().mapToLong(CallsPerSecond::refused).sum()).isEqualTo(2);
		assertThat(this.client.get("/simulator/calls").body().lines()).hasSameSizeAs(seconds)
			.first()
			.asString()
			.startsWith("{\"second\":0,\"admitted\":")
			.contains("\"refused\":");
		post("/simulator/throttle?as=none");
		for (int i = 0; i < 5; i++) {
			assertThat(this.client.checkout(cart()).statusCode()).isEqualTo(201);
		}
		assertThat(post("/simulator/throttle?as=5%20often")).contains("'often' is not known of a throttle");
		post("/simulator/reset");
		assertThat(this.simulator.callsPerSecond()).isEmpty();
	}

	@Test
	void otherProcessesControlItOverHttp() throws Exception {
		String cart = cart();
		assertThat(post("/simulator/behave?cart=" + cart + "&as=503%20times=1")).isEqualTo("done\n");
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(503);
		this.client.checkout(cart);
		this.client.checkout("00000000-0000-0000-0300-000000000001");
		assertThat(this.client.get("/simulator/truth").body().lines()).hasSize(2)
			.first()
			.asString()
			.contains("\"cartId\":\"" + cart + "\"", "\"outcome\":\"ORDERED\"", "\"checkouts\":2");
		assertThat(this.client.get("/simulator/truth?format=csv").body().lines()).hasSize(3)
			.element(2)
			.asString()
			.contains(",NOT_EXPECTED");
		assertThat(Client.json(this.client.get("/simulator/counts")).path("checkouts").asInt()).isEqualTo(3);
		assertThat(this.client.get("/simulator/requests?cart=" + cart).body().lines()).hasSize(2);
		assertThat(this.client.get("/simulator").body()).contains("AAAAWNNN");
		post("/simulator/down?kind=unavailable");
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(503);
		post("/simulator/up");
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(201);
		assertThat(post("/simulator/down?kind=refused")).contains("for=");
		assertThat(post("/simulator/down?kind=nonsense")).contains("refused, reset");
		post("/simulator/tokens/revoke");
		assertThat(this.client.checkout(cart).statusCode()).isEqualTo(401);
		post("/simulator/reset");
		assertThat(this.simulator.counts().calls()).isZero();
		assertThat(this.simulator.truth()).isEmpty();
		assertThat(this.simulator.requests()).isEmpty();
	}

	@Test
	void sampleCartsOfTheGuideEndAsItSays() throws Exception {
		List<String> samples = Simulator.guide()
			.lines()
			.map(String::strip)
			.filter((line) -> line.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}  .*"))
			.toList();
		assertThat(samples).hasSizeGreaterThanOrEqualTo(10);
		for (String sample : samples) {
			String cart = sample.substring(0, 36);
			String said = sample.substring(38);
			for (int i = 0; i < 3; i++) {
				this.client.checkout(cart);
			}
			CartTruth truth = java.util.Objects.requireNonNull(this.simulator.truth(Client.CUSTOMER, cart));
			assertThat(said).as(sample).contains(truth.outcome());
			if (said.startsWith("ORDERED")) {
				assertThat(said).as(sample).contains(truth.orders().get(0).lines().get(0).state());
			}
		}
	}

	private void awaitFine() {
		Await.until(() -> this.client.checkout(cart()).statusCode() == 201);
	}

	private void restart(String scenario) throws Exception {
		this.simulator.close();
		this.simulator = Simulator.start(ScenarioFile.parse(scenario, SimulatorSettings.DEFAULTS));
		this.client = Client.of(this.simulator);
	}

	private String post(String path) throws Exception {
		return this.client.post(path, "").body();
	}

	private static String cart() {
		return UUID.randomUUID().toString();
	}

}
