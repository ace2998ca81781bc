package dev.bulkcheckout.partnercenter;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every published answer that holds orders, read by us and by JSON pointers. The samples
 * are not ours to ship: where they do not lie beside the project, this is skipped.
 */
@EnabledIf("samplesAreThere")
class PublishedSampleTests {

	private static final Path SAMPLES = Stream.of("..", "../..")
		.map((above) -> Path.of(above, "shared", "partner-center", "samples"))
		.filter(Files::isDirectory)
		.findFirst()
		.orElse(Path.of("nowhere"));

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	static boolean samplesAreThere() {
		return Files.isDirectory(SAMPLES);
	}

	static List<Path> samples(String form) throws IOException {
		try (Stream<Path> files = Files.list(SAMPLES)) {
			return files.filter((file) -> file.getFileName().toString().matches(form)).sorted().toList();
		}
	}

	static List<Path> checkouts() throws IOException {
		return samples("checkout-.*\\.json");
	}

	static List<Path> orders() throws IOException {
		return samples("order-20.*\\.json");
	}

	static List<Path> lists() throws IOException {
		return samples("orders-.*\\.json");
	}

	static List<Path> carts() throws IOException {
		return samples("cart-.*\\.json");
	}

	static List<Path> subscriptions() throws IOException {
		return samples("subscriptions-.*\\.json");
	}

	static List<Path> errors() throws IOException {
		return samples("error-.*\\.json");
	}

	@Test
	void noneIsForgotten() throws IOException {
		assertThat(checkouts()).hasSizeGreaterThanOrEqualTo(4);
		assertThat(orders()).hasSizeGreaterThanOrEqualTo(11);
		assertThat(lists()).hasSizeGreaterThanOrEqualTo(4);
	}

	@ParameterizedTest
	@MethodSource("checkouts")
	void checkoutEqualsItsSample(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file));
		List<JsonNode> expected = sample.has("orders") ? sample.get("orders").valueStream().toList() : List.of(sample);
		CartCheckoutResult reading = OrderReader.checkoutResult(OrderReaderTests.body(Files.readAllBytes(file)),
				customer(expected.getFirst()));
		assertThat(reading.notes()).isEmpty();
		assertThat(reading.orderErrors()).isEmpty();
		assertSame(expected, reading.orders());
	}

	@ParameterizedTest
	@MethodSource("orders")
	void orderEqualsItsSample(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file));
		OrderAnswer reading = OrderReader.order(OrderReaderTests.body(Files.readAllBytes(file)), customer(sample),
				new OrderId(sample.at("/id").stringValue()));
		assertSame(List.of(sample), List.of(reading.order()));
	}

	@ParameterizedTest
	@MethodSource("lists")
	void listEqualsItsSample(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file));
		List<JsonNode> expected = sample.get("items").valueStream().toList();
		Listing<Order> list = OrderReader.orders(OrderReaderTests.body(Files.readAllBytes(file)),
				customer(expected.getFirst()));
		assertThat(list.totalCount()).isEqualTo(sample.get("totalCount").longValue());
		assertThat(list.isCut()).isEqualTo(sample.get("totalCount").longValue() > expected.size());
		assertSame(expected, list.items());
	}

	@ParameterizedTest
	@MethodSource("carts")
	void cartIsReadAndIsNoOrder(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file));
		Body body = OrderReaderTests.body(Files.readAllBytes(file));
		CartState cart = CartState.of(body);
		assertThat(cart.status()).isEqualTo(text(sample, "/status"));
		assertThat(cart.expirationTimestamp()).isEqualTo(text(sample, "/expirationTimestamp"));
		assertThat(cart.lineItems().getFirst().catalogItemId()).isEqualTo(text(sample, "/lineItems/0/catalogItemId"));
		assertThat(cart.lineItems()).hasSize(sample.findValues("catalogItemId").size());
		assertThatExceptionOfType(UnreadableAnswerException.class)
			.isThrownBy(() -> OrderReader.checkoutResult(body, customer(sample)));
	}

	@ParameterizedTest
	@MethodSource("subscriptions")
	void subscriptionsEqualTheirSample(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file)).at("/items/0");
		assertThat(Subscription.list(OrderReaderTests.body(Files.readAllBytes(file))).items())
			.containsExactly(new Subscription(sample.at("/id").stringValue(), text(sample, "/offerId"),
					text(sample, "/friendlyName"), sample.at("/quantity").longValue(), text(sample, "/orderId"),
					text(sample, "/status")));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void errorEqualsItsSample(Path file) throws Exception {
		JsonNode sample = JSON.readTree(Files.readAllBytes(file));
		ApiError error = ApiError.of(OrderReaderTests.body(Files.readAllBytes(file)));
		assertThat(error.code()).isEqualTo(sample.has("code") ? sample.get("code").toString() : null);
		assertThat(error.description())
			.isEqualTo(sample.has("description") ? text(sample, "/description") : text(sample, "/message"));
		assertThat(error.retryable()).isEqualTo(sample.has("isRetryable") ? false : null);
	}

	private static void assertSame(List<JsonNode> samples, List<Order> orders) {
		assertThat(orders).hasSameSizeAs(samples);
		for (int i = 0; i < samples.size(); i++) {
			JsonNode sample = samples.get(i);
			Order order = orders.get(i);
			assertThat(order.id().value()).isEqualTo(text(sample, "/id"));
			assertThat(order.alternateId()).isEqualTo(text(sample, "/alternateId"));
			assertThat(order.status()).isEqualTo(text(sample, "/status"));
			assertThat(order.billingCycle()).isEqualTo(text(sample, "/billingCycle"));
			assertThat(order.currencyCode()).isEqualTo(text(sample, "/currencyCode"));
			assertThat(order.creationDate()).isEqualTo(text(sample, "/creationDate"));
			assertThat(order.totalPrice()).isEqualTo(number(sample, "/totalPrice"));
			assertThat(order.lineItems()).hasSize(sample.at("/lineItems").size());
			for (OrderLineItem line : order.lineItems()) {
				assertSame(sample.at("/lineItems").get(line.lineItemNumber()), line);
			}
		}
	}

	private static void assertSame(JsonNode sample, OrderLineItem line) {
		assertThat(line.lineItemNumber()).isEqualTo(sample.at("/lineItemNumber").intValue());
		assertThat(line.offerId()).isEqualTo(text(sample, "/offerId"));
		assertThat(line.friendlyName()).isEqualTo(text(sample, "/friendlyName"));
		assertThat(line.quantity()).isEqualTo(sample.at("/quantity").longValue());
		assertThat(line.termDuration()).isEqualTo(text(sample, "/termDuration"));
		assertThat(line.subscriptionId()).isEqualTo(text(sample, "/subscriptionId"));
		assertThat(line.subscriptionLinked()).isEqualTo(sample.at("/links/subscription").isObject());
		assertThat(line.extendedPrice()).isEqualTo(number(sample, "/pricing/extendedPrice"));
	}

	/** Some samples have a placeholder for the customer. */
	private static CustomerId customer(JsonNode order) {
		String id = text(order, "/referenceCustomerId");
		return new CustomerId((id != null && CustomerId.isValid(id)) ? id : "5f0c2a52-7d1e-4b0a-9a3f-2f6d1c0b7e11");
	}

	private static @Nullable String text(JsonNode node, String pointer) {
		return node.at(pointer).isMissingNode() ? null : node.at(pointer).stringValue();
	}

	private static @Nullable BigDecimal number(JsonNode node, String pointer) {
		return node.at(pointer).isMissingNode() ? null : node.at(pointer).decimalValue();
	}

}
