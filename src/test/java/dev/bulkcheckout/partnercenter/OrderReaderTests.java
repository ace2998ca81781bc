package dev.bulkcheckout.partnercenter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Orders, lists, subscriptions, carts and error bodies, read from bodies of our own.
 */
public class OrderReaderTests {

	private static final CustomerId CUSTOMER = new CustomerId("5f0c2a52-7d1e-4b0a-9a3f-2f6d1c0b7e11");

	private static final String ORDER = "{\"id\":\"ab12cd34ef56\",\"creationDate\":\"x\",\"lineItems\":[%s]}";

	public static Body body(byte[] bytes) {
		try {
			return new BodyReader(Duration.ofMinutes(1)).read(new ByteArrayEntity(bytes, null),
					new BasicHttpResponse(200), "none");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static Body body(String json) {
		return body(json.getBytes(StandardCharsets.UTF_8));
	}

	static Body resource(String name) {
		try (InputStream in = OrderReaderTests.class.getResourceAsStream(name)) {
			assertThat(in).as(name).isNotNull();
			return body(in.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static CartCheckoutResult result(String json) throws UnreadableAnswerException {
		return OrderReader.checkoutResult(body(json), CUSTOMER);
	}

	private static String whyNot(ThrowingCallable reading) {
		return catchThrowableOfType(UnreadableAnswerException.class, reading).reason();
	}

	private static OrderLineItem line(String json) throws UnreadableAnswerException {
		return result(ORDER.formatted(json)).orders().getFirst().lineItems().getFirst();
	}

	@Test
	void checkoutResultKeepsWhatTheLedgerKeeps() throws Exception {
		CartCheckoutResult reading = OrderReader.checkoutResult(resource("checkout-partial.json"), CUSTOMER);
		assertThat(reading.notes()).isEmpty();
		assertThat(reading.orders()).containsExactly(
				new Order(new OrderId("9c41d7e0b2aa"), "9c41d7e0b2aa", "pending", "monthly", "EUR",
						"2026-11-20T22:14:05.1234567Z", new BigDecimal("112.80"),
						List.of(new OrderLineItem(0, "CFQ7TTC0TEST:0001:CFQ7TTC0AVL1", "Mail for everyone", 12L, "P1Y",
								"7b7f1c0e-0000-4000-8000-00000000a001", false, new BigDecimal("100.80")),
								new OrderLineItem(1, "CFQ7TTC0TEST:0002:CFQ7TTC0AVL2", "Archive", 3L, "", null, true,
										new BigDecimal("12.00")))),
				new Order(new OrderId("Qr7-_xY0aBcDeFgHiJkLmNoPqRsTuVwX1"), null, null, "one_time", null,
						"2026-11-20T22:14:06+01:00", null,
						List.of(new OrderLineItem(0, "DZH318Z0TEST:0004:DZH318Z0AVL9", "Reserved machine, 3 years", 1L,
								null, null, false, null))));
		assertThat(reading.orderErrors()).containsExactly(
				new OrderError("2", "800066", "The limit of subscriptions is reached."),
				new OrderError("OMS-0", "900275", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"orderErrors\":null", ",\"orderErrors\":[]" })
	void absentNullAndEmptyOrderErrorsAreTheSame(String errors) throws Exception {
		assertThat(result("{\"orders\":[{\"id\":\"a\"}]" + errors + "}").orderErrors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"orders\":null,", "\"orders\":[]," })
	void absentNullAndEmptyOrdersAreTheSame(String orders) throws Exception {
		assertThat(result("{" + orders + "\"orderErrors\":[{\"code\":\"800066\"}]}").orders()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "\"ok\"", "null", "{}", "{\"orders\":[]}",
			"{\"orders\":null,\"orderErrors\":[]}", "{\"orders\":{\"id\":\"a\"}}",
			"{\"orders\":[{\"id\":\"a\"}],\"orderErrors\":{\"code\":1}}",
			"{\"orders\":[{\"id\":\"a\"},{\"status\":\"pending\"}]}", "{\"orders\":[{\"id\":\" \"}]}",
			"{\"orders\":[null]}", "{\"id\":\"cart\",\"status\":\"Ordered\",\"lineItems\":[{\"catalogItemId\":\"x\"}]}",
			"{\"id\":\"cart\",\"lineItems\":[],\"creationDate\":\"x\",\"attributes\":{\"objectType\":\"Cart\"}}" })
	void whatHoldsNoOrderIsUnreadable(String json) throws Exception {
		assertThat(whyNot(() -> result(json))).isNotBlank();
	}

	@Test
	void bareOrderIsRead() throws Exception {
		assertThat(result(ORDER.formatted("{}")).orders()).extracting((order) -> order.id().value())
			.containsExactly("ab12cd34ef56");
		assertThat(result("{\"id\":\"a\",\"attributes\":{\"objectType\":\"Order\"}}").orders()).hasSize(1);
	}

	@Test
	void memberNamesAreReadInAnyCase() throws Exception {
		assertThat(result("{\"Orders\":[{\"ID\":\"a\",\"LineItems\":[{\"SubscriptionID\":\"s\"}]}]}").orders()
			.getFirst()
			.lineItems()
			.getFirst()
			.subscriptionId()).isEqualTo("s");
	}

	@Test
	void numbersMayBeStringsAndStringsNumbers() throws Exception {
		OrderLineItem line = line("{\"lineItemNumber\":\"3\",\"quantity\":\"7\",\"offerId\":42,"
				+ "\"pricing\":{\"extendedPrice\":\"0.10\"}}");
		assertThat(line.lineItemNumber()).isEqualTo(3);
		assertThat(line.quantity()).isEqualTo(7);
		assertThat(line.offerId()).isEqualTo("42");
		assertThat(line.extendedPrice()).isEqualTo(new BigDecimal("0.10"));
		assertThat(line("{\"quantity\":1.0}").quantity()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"quantity\":1.5}", "{\"quantity\":\"many\"}", "{\"quantity\":1e900000000}",
			"{\"quantity\":{}}", "{\"quantity\":99999999999999999999}", "{\"quantity\":null}" })
	void quantityThatIsNoneIsNull(String json) throws Exception {
		assertThat(line(json).quantity()).isNull();
	}

	@Test
	void priceIsExactAndNeverAbsurd() throws Exception {
		assertThat(line("{\"pricing\":{\"extendedPrice\":0.1000000000000000055511151231257827}}").extendedPrice())
			.isNull();
		assertThat(line("{\"pricing\":{\"extendedPrice\":12345678901234.56}}").extendedPrice())
			.isEqualTo(new BigDecimal("12345678901234.56"));
		assertThat(line("{\"pricing\":{\"extendedPrice\":1e400}}").extendedPrice()).isNull();
	}

	@Test
	void lineWithoutNumberHasItsPosition() throws Exception {
		CartCheckoutResult reading = OrderReader.checkoutResult(body(ORDER.formatted("{\"lineItemNumber\":1},{}")),
				CUSTOMER);
		assertThat(reading.orders().getFirst().lineItems()).extracting(OrderLineItem::lineItemNumber)
			.containsExactly(0, 1);
		assertThat(reading.notes()).anyMatch((note) -> note.contains("by position"));
	}

	@Test
	void lineNumberGivenTwiceIsThePosition() throws Exception {
		assertThat(result(ORDER.formatted("{\"lineItemNumber\":4},{\"lineItemNumber\":4}")).orders()
			.getFirst()
			.lineItems()).extracting(OrderLineItem::lineItemNumber).containsExactly(0, 1);
	}

	@Test
	void blankSubscriptionIdIsNone() throws Exception {
		assertThat(line("{\"subscriptionId\":\"\"}").subscriptionId()).isNull();
	}

	@Test
	void otherCustomerIsNoted() throws Exception {
		String order = "{\"orders\":[{\"id\":\"a\",\"referenceCustomerId\":\"%s\"}]}";
		assertThat(result(order.formatted("someone-else")).notes())
			.containsExactly("order a names customer someone-else, asked for was " + CUSTOMER);
		assertThat(result(order.formatted(CUSTOMER.value().toUpperCase(Locale.ROOT))).notes()).isEmpty();
	}

	@Test
	void orderThatComesTwiceIsKeptOnce() throws Exception {
		assertThat(result("{\"orders\":[{\"id\":\"a\"},{\"id\":\"A\"},{\"id\":\"a\"}]}").orders())
			.extracting((order) -> order.id().value())
			.containsExactly("a", "A");
	}

	@Test
	void moneyThatCannotBeReadIsNoted() throws Exception {
		assertThat(result("{\"orders\":[{\"id\":\"a\",\"totalPrice\":\"free\",\"lineItems\":[{\"lineItemNumber\":0,"
				+ "\"pricing\":{\"extendedPrice\":{}}}]}]}")
			.notes()).containsExactly("the total price of order a cannot be read",
					"the price of line 0 of order a cannot be read");
	}

	@Test
	void wrongTypesCostNoOrder() throws Exception {
		Order order = result(
				"{\"orders\":[{\"id\":\"a\",\"status\":{\"x\":1},\"billingCycle\":[1],\"creationDate\":false,"
						+ "\"currencyCode\":7.0,\"totalPrice\":[],\"links\":[],\"lineItems\":[null,7,{\"lineItemNumber\":0,"
						+ "\"links\":\"none\",\"pricing\":[{}],\"quantity\":true,\"offerId\":null}],\"attributes\":\"x\"}]}")
			.orders()
			.getFirst();
		assertThat(order).isEqualTo(new Order(new OrderId("a"), null, "{\"x\":1}", "[1]", "7", "false", null,
				List.of(new OrderLineItem(0, null, null, null, null, null, false, null))));
		assertThat(result("{\"orders\":[{\"id\":\"a\",\"lineItems\":{}}]}").orders().getFirst().lineItems()).isEmpty();
	}

	/** Reported by users of .NET services, not documented. */
	@ParameterizedTest
	@ValueSource(strings = { "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}" })
	void nilGuidIsNoSubscriptionId(String nil) throws Exception {
		assertThat(line("{\"subscriptionId\":\"" + nil + "\"}").subscriptionId()).isNull();
		assertThat(Subscription.list(body("{\"items\":[{\"id\":\"" + nil + "\"}]}")).items()).isEmpty();
	}

	@Test
	void subscriptionIdIsTakenFromItsAddressWhereItStandsNowhereElse() throws Exception {
		String link = "\"links\":{\"subscription\":{\"uri\":\"/customers/c/subscriptions/7b7f-01?x=1\"}}";
		assertThat(line("{" + link + "}").subscriptionId()).isEqualTo("7b7f-01");
		assertThat(line("{\"subscriptionId\":\"00000000-0000-0000-0000-000000000000\"," + link + "}").subscriptionId())
			.isEqualTo("7b7f-01");
		assertThat(line("{\"subscriptionId\":\"s\"," + link + "}").subscriptionId()).isEqualTo("s");
		assertThat(
				line("{\"links\":{\"subscription\":{\"uri\":\"/customers/c/subscriptions/{id}\"}}}").subscriptionId())
			.isNull();
	}

	/** Reported by users: one call answers in capitals, another in small letters. */
	@Test
	void orderWhoseIdIsAGuidIsTheSameInAnyCase() throws Exception {
		String guid = "7B7F1C0E-0000-4000-8000-00000000A001";
		assertThat(OrderReader
			.order(body("{\"id\":\"" + guid + "\"}"), CUSTOMER, new OrderId(guid.toLowerCase(Locale.ROOT)))
			.order()
			.id()
			.value()).isEqualTo(guid);
		assertThat(result("{\"orders\":[{\"id\":\"" + guid + "\"},{\"id\":\"" + guid.toLowerCase(Locale.ROOT) + "\"}]}")
			.orders()).hasSize(1);
	}

	@Test
	void orderIsTheOneThatWasAskedFor() throws Exception {
		Body body = body("{\"id\":\"ab12\",\"alternateId\":\"long\",\"status\":\"completed\"}");
		assertThat(OrderReader.order(body, CUSTOMER, new OrderId("ab12")).order().status()).isEqualTo("completed");
		assertThat(OrderReader.order(body, CUSTOMER, new OrderId("long")).order().id()).isEqualTo(new OrderId("ab12"));
		assertThat(whyNot(() -> OrderReader.order(body, CUSTOMER, new OrderId("other"))))
			.isEqualTo("it is order ab12, asked for was other");
	}

	@Test
	void orderThatDiffersInCaseIsAnother() throws Exception {
		assertThat(whyNot(() -> OrderReader.order(body("{\"id\":\"Ab12\"}"), CUSTOMER, new OrderId("aB12"))))
			.isNotBlank();
	}

	@Test
	void listLeavesOutWhatHasNoIdAndSaysIfItIsCut() throws Exception {
		Listing<Order> list = OrderReader.orders(body("{\"totalCount\":\"5\",\"items\":[{\"id\":\"a\"},{},null]}"),
				CUSTOMER);
		assertThat(list.items()).hasSize(1);
		assertThat(list.isCut()).isTrue();
		assertThat(list.notes()).hasSize(2);
		Listing<Order> whole = OrderReader.orders(body("{\"totalCount\":1,\"items\":[{\"id\":\"a\"}]}"), CUSTOMER);
		assertThat(whole.isCut()).isFalse();
		Listing<Order> paged = OrderReader
			.orders(body("{\"items\":[{\"id\":\"a\"}],\"links\":{\"next\":{\"uri\":\"/orders?x=2\"}}}"), CUSTOMER);
		assertThat(paged.next()).isEqualTo("/orders?x=2");
		assertThat(paged.isCut()).isTrue();
		assertThat(whyNot(() -> OrderReader.orders(body("{\"orders\":[]}"), CUSTOMER))).isNotBlank();
	}

	@Test
	void subscriptionsAreRead() throws Exception {
		assertThat(Subscription.list(resource("subscriptions.json")).items())
			.containsExactly(new Subscription("7b7f1c0e-0000-4000-8000-00000000a002", "CFQ7TTC0TEST:0002:CFQ7TTC0AVL2",
					"Archive", 3L, "9c41d7e0b2aa", "active"));
	}

	@Test
	void cartIsRead() throws Exception {
		CartState cart = CartState.of(resource("cart.json"));
		assertThat(cart.isOrdered()).isTrue();
		assertThat(cart.isActive()).isFalse();
		assertThat(cart.creationTimestamp()).isEqualTo("2026-11-20T21:00:00.5Z");
		assertThat(cart.expirationTimestamp()).isEqualTo("2026-11-27T21:00:00.5Z");
		assertThat(cart.lineItems()).containsExactly(
				new CartState.CartLineItem("CFQ7TTC0TEST:0001:CFQ7TTC0AVL1", "Mail for everyone", 12L, "P1Y", "0", null,
						null, null),
				new CartState.CartLineItem("CFQ7TTC0TEST:0002:CFQ7TTC0AVL2", "Archive", 3L, "P1Y", "0", null, null,
						new CartState.CartError("10018", "Base seats are missing.")),
				new CartState.CartLineItem("DZH318Z0TEST:0004:DZH318Z0AVL9", null, 1L, null, "1", null, null, null));
	}

	@Test
	void whatIsNoCartIsUnreadable() throws Exception {
		assertThat(whyNot(() -> CartState.of(body("{\"code\":800008}")))).isNotBlank();
		assertThat(whyNot(() -> CartState.of(body("[]")))).isNotBlank();
		assertThat(whyNot(() -> CartState.of(body("")))).isNotBlank();
	}

	@Test
	void fourFamiliesOfErrorsAreTold() throws Exception {
		assertThat(ApiError.of(body("{\"code\":800065,\"description\":\"done\",\"data\":[],\"source\":\"x\"}")))
			.isEqualTo(new ApiError("800065", "done", null));
		assertThat(
				ApiError.of(body("{\"Code\":\"600061\",\"message\":\"m\",\"errorName\":\"E\",\"isRetryable\":false}")))
			.isEqualTo(new ApiError("600061", "m", false));
		assertThat(ApiError.of(body("{\"statusCode\":429,\"message\":\"slow\"}")))
			.isEqualTo(new ApiError(null, "slow", null));
		for (String none : List.of("", "<html>", "[]", "{}", "7")) {
			assertThat(ApiError.of(body(none))).isEqualTo(new ApiError(null, null, null));
		}
	}

	@Test
	void descriptionCanBeADocumentAndIsCut() throws Exception {
		assertThat(ApiError.of(body("{\"code\":2007,\"description\":{\"reason\":\"x\"}}")).description())
			.isEqualTo("{\"reason\":\"x\"}");
		assertThat(ApiError.of(body("{\"code\":1,\"description\":\"" + "y".repeat(5000) + "\"}")).description())
			.hasSize(1025);
	}

}
