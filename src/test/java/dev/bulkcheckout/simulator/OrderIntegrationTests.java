package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;

import dev.bulkcheckout.simulator.CartTruth.LineTruth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of orders. {@code early} is a simulator in which everything late stays
 * late for the whole test, {@code done} one in which it has come at once.
 */
@Timeout(120)
class OrderIntegrationTests {

	private final Simulator early = Simulator.start(SimulatorSettings.builder()
		.provisioning(Latency.fixed(Duration.ofHours(1)))
		.trouble(Duration.ofHours(1))
		.listLag(Duration.ofHours(1))
		.build());

	private final Simulator done = Simulator
		.start(SimulatorSettings.builder().provisioning(Latency.NONE).trouble(Duration.ZERO).build());

	private Client sooner;

	private Client later;

	@BeforeEach
	void signIn() throws Exception {
		this.sooner = Client.of(this.early);
		this.later = Client.of(this.done);
	}

	@AfterEach
	void stop() {
		this.early.close();
		this.done.close();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "0000, pending, true, completed, true, PROVISIONED",
			"0200, completed, true, completed, true, PROVISIONED",
			"0300, pending, false, completed, false, NOT_EXPECTED",
			"0400, pending, false, completed, false, NOT_EXPECTED",
			"0500, completed, false, completed, false, PROVISIONED",
			"0600, pending, false, completed, true, PROVISIONED", "0700, pending, false, completed, true, PROVISIONED",
			"0001, pending, false, completed, true, PROVISIONED", "0002, pending, false, completed, false, MISSING",
			"0003, pending, false, completed, false, PROVISIONED",
			"0004, completed, false, completed, true, PROVISIONED", "0010, pending, false, error, false, ORDER_FAILED",
			"0020, pending, false, cancelled, false, ORDER_FAILED",
			"0030, pending, false, pending_review, false, MISSING", "0050, pending, true, suspended, true, PROVISIONED",
			"0080, pending, true, onHold, true, PROVISIONED", "0090, -, true, -, true, PROVISIONED" })
	void ordersShowStatusAndIdsWhenTheirKindDoes(String block, String firstStatus, boolean firstId, String lastStatus,
			boolean lastId, String truth) throws Exception {
		String cart = "00000000-0000-0000-" + block + "-000000000001";
		JsonNode first = read(this.sooner, cart);
		assertThat(first.path("status").asString(null)).isEqualTo(firstStatus);
		assertThat(first.at("/lineItems/0").has("subscriptionId")).isEqualTo(firstId);
		JsonNode last = read(this.later, cart);
		assertThat(last.path("status").asString(null)).isEqualTo(lastStatus);
		assertThat(last.at("/lineItems/0").has("subscriptionId")).isEqualTo(lastId);
		LineTruth line = Objects.requireNonNull(this.done.truth(Client.CUSTOMER, cart)).orders().get(0).lines().get(0);
		assertThat(line.state()).isEqualTo(truth);
		if (lastId) {
			assertThat(last.at("/lineItems/0/subscriptionId").asString()).isEqualTo(line.subscriptionId());
		}
	}

	@Test
	void partialSuccessProvisionsTheFirstLineOnly() throws Exception {
		JsonNode order = read(this.later, "00000000-0000-0000-0140-000000000001");
		assertThat(order.path("status").asString()).isEqualTo("partial success");
		assertThat(order.at("/lineItems/0").has("subscriptionId")).isTrue();
		assertThat(order.at("/lineItems/1").has("subscriptionId")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0500", "0003" })
	void subscriptionsOfTheOrderListWhatTheOrderHides(String block) throws Exception {
		String cart = "00000000-0000-0000-" + block + "-000000000001";
		String order = orderId(this.later, cart);
		JsonNode subscriptions = this.later.subscriptions(order);
		assertThat(subscriptions.path("totalCount").asInt()).isEqualTo(1);
		assertThat(subscriptions.at("/items/0/orderId").asString()).isEqualTo(order);
		assertThat(subscriptions.at("/items/0/id").asString())
			.isEqualTo(Objects.requireNonNull(this.done.truth(Client.CUSTOMER, cart))
				.orders()
				.get(0)
				.lines()
				.get(0)
				.subscriptionId());
	}

	@Test
	void reservationsMakeNoSubscription() throws Exception {
		String order = orderId(this.later, "00000000-0000-0000-0300-000000000001");
		assertThat(this.later.subscriptions(order).path("items").size()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "0605, 404", "0606, 404", "0608, 500", "060b, 429" })
	void readingAnOrderCanFailAtFirst(String block, int status) throws Exception {
		String cart = "00000000-0000-0000-" + block + "-000000000001";
		HttpResponse<String> answer = this.sooner.order(orderId(this.sooner, cart));
		assertThat(answer.statusCode()).isEqualTo(status);
		boolean forGood = block.equals("0606");
		assertThat(this.later.order(orderId(this.later, cart)).statusCode()).isEqualTo(forGood ? 404 : 200);
		if (status == 404) {
			assertThat(Client.json(answer).path("code").asInt()).isEqualTo(20000);
		}
	}

	@Test
	void readingAnOrderCanBeResetOrUnreadableAtFirst() throws Exception {
		String reset = orderId(this.sooner, "00000000-0000-0000-060a-000000000001");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.sooner.order(reset));
		String unreadable = orderId(this.sooner, "00000000-0000-0000-0609-000000000001");
		assertThat(this.sooner.order(unreadable).body()).endsWith("[{");
	}

	@Test
	void orderIdsAreComparedWithCaseAndBelongToTheirCustomer() throws Exception {
		String order = Client.json(this.later.checkout("00000000-0000-0000-0800-000000000001"))
			.at("/orders/1/id")
			.asString();
		assertThat(this.later.order(order).statusCode()).isEqualTo(200);
		assertThat(this.later.order(order.toLowerCase(java.util.Locale.ROOT)).statusCode()).isEqualTo(404);
		assertThat(this.later.order("000000000000").statusCode()).isEqualTo(404);
		assertThat(
				this.later.get("/v1/customers/" + Client.CUSTOMER.replace('2', '3') + "/orders/" + order).statusCode())
			.isEqualTo(404);
	}

	@Test
	void listOfOrdersMayLag() throws Exception {
		String cart = "00000000-0000-0000-0800-000000000001";
		this.sooner.checkout(cart);
		this.later.checkout(cart);
		assertThat(this.sooner.orders().path("items").size()).isZero();
		assertThat(this.later.orders().path("items").size()).isEqualTo(3);
		assertThat(this.later.orders().path("totalCount").asInt()).isEqualTo(3);
	}

	@Test
	void cartHoldsWhatItsOrderWillOffer() throws Exception {
		String cart = "00000000-0000-0000-0900-000000000001";
		JsonNode before = Client.json(this.later.cart(cart));
		assertThat(before.path("status").asString()).isEqualTo("Active");
		JsonNode orders = Client.json(this.later.checkout(cart)).path("orders");
		JsonNode after = Client.json(this.later.cart(cart));
		assertThat(after.path("status").asString()).isEqualTo("Ordered");
		assertThat(after.path("lineItems").valueStream().map((line) -> line.path("catalogItemId").asString()))
			.containsExactly(orders.at("/0/lineItems/0/offerId").asString(),
					orders.at("/0/lineItems/1/offerId").asString(), orders.at("/1/lineItems/0/offerId").asString());
	}

	private static String orderId(Client client, String cart) throws Exception {
		return Client.json(client.checkout(cart)).at("/orders/0/id").asString();
	}

	private static JsonNode read(Client client, String cart) throws Exception {
		return Client.json(client.order(orderId(client, cart)));
	}

}
