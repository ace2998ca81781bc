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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderError;
import dev.bulkcheckout.cart.OrderId;
import dev.bulkcheckout.cart.OrderLineItem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders, lists, subscriptions, carts and error bodies, read from bodies of our own.
 */
public class OrderReaderTests {

	private static final CustomerId CUSTOMER = new CustomerId("5f0c2a52-7d1e-4b0a-9a3f-2f6d1c0b7e11");

	private static final String ORDER = "{\"id\":\"ab12cd34ef56\",\"creationDate\":\"x\",\"lineItems\":[%s]}";

	public static Body body(byte[] bytes) {
		try {
			return new BodyReader(Duration.ofMinutes(1))
				.read(new ByteArrayEntity(bytes, null), new BasicHttpResponse(200), "none")
				.body();
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

	static <T> Reading.Of<T> of(Reading<T> reading) {
		assertThat(reading).isInstanceOf(Reading.Of.class);
		return (Reading.Of<T>) reading;
	}

	private static CartCheckoutResult result(String json) {
		return of(OrderReader.checkoutResult(body(json), CUSTOMER)).value();
	}

	private static String whyNot(String json) {
		Reading<CartCheckoutResult> reading = OrderReader.checkoutResult(body(json), CUSTOMER);
		assertThat(reading).isInstanceOf(Reading.Unreadable.class);
		return ((Reading.Unreadable<CartCheckoutResult>) reading).reason();
	}

	private static OrderLineItem line(String json) {
		return result(ORDER.formatted(json)).orders().getFirst().lineItems().getFirst();
	}

	@Test
	void checkoutResultKeepsWhatTheLedgerKeeps() {
		Reading.Of<CartCheckoutResult> reading = of(
				OrderReader.checkoutResult(resource("checkout-partial.json"), CUSTOMER));
		assertThat(reading.notes()).isEmpty();
		assertThat(reading.value().orders()).containsExactly(
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
		assertThat(reading.value().orderErrors()).containsExactly(
				new OrderError("2", "800066", "The limit of subscriptions is reached."),
				new OrderError("OMS-0", "900275", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"orderErrors\":null", ",\"orderErrors\":[]" })
	void absentNullAndEmptyOrderErrorsAreTheSame(String errors) {
		assertThat(result("{\"orders\":[{\"id\":\"a\"}]" + errors + "}").orderErrors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"orders\":null,", "\"orders\":[]," })
	void absentNullAndEmptyOrdersAreTheSame(String orders) {
		assertThat(result("{" + orders + "\"orderErrors\":[{\"code\":\"800066\"}]}").orders()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "\"ok\"", "null", "{}", "{\"orders\":[]}",
			"{\"orders\":null,\"orderErrors\":[]}", "{\"orders\":{\"id\":\"a\"}}",
			"{\"orders\":[{\"id\":\"a\"}],\"orderErrors\":{\"code\":1}}",
			"{\"orders\":[{\"id\":\"a\"},{\"status\":\"pending\"}]}", "{\"orders\":[{\"id\":\" \"}]}",
			"{\"orders\":[null]}", "{\"id\":\"cart\",\"status\":\"Ordered\",\"lineItems\":[{\"catalogItemId\":\"x\"}]}",
			"{\"id\":\"cart\",\"lineItems\":[],\"creationDate\":\"x\",\"attributes\":{\"objectType\":\"Cart\"}}" })
	void whatHoldsNoOrderIsUnreadable(String json) {
		assertThat(whyNot(json)).isNotBlank();
	}

	@Test
	void bareOrderIsRead() {
		assertThat(result(ORDER.formatted("{}")).orders()).extracting((order) -> order.id().value())
			.containsExactly("ab12cd34ef56");
		assertThat(result("{\"id\":\"a\",\"attributes\":{\"objectType\":\"Order\"}}").orders()).hasSize(1);
	}

	@Test
	void memberNamesAreReadInAnyCase() {
		assertThat(result("{\"Orders\":[{\"ID\":\"a\",\"LineItems\":[{\"SubscriptionID\":\"s\"}]}]}").orders()
			.getFirst()
			.lineItems()
			.getFirst()
			.subscriptionId()).isEqualTo("s");
	}

	@Test
	void numbersMayBeStringsAndStringsNumbers() {
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
	void quantityThatIsNoneIsNull(String json) {
		assertThat(line(json).quantity()).isNull();
	}

	@Test
	void priceIsExactAndNeverAbsurd() {
		assertThat(line("{\"pricing\":{\"extendedPrice\":0.1000000000000000055511151231257827}}").extendedPrice())
			.isNull();
		assertThat(line("{\"pricing\":{\"extendedPrice\":12345678901234.56}}").extendedPrice())
			.isEqualTo(new BigDecimal("12345678901234.56"));
		assertThat(line("{\"pricing\":{\"extendedPrice\":1e400}}").extendedPrice()).isNull();
	}

	@Test
	void lineWithoutNumberHasItsPosition() {
		Reading.Of<CartCheckoutResult> reading = of(
				OrderReader.checkoutResult(body(ORDER.formatted("{\"lineItemNumber\":1},{}")), CUSTOMER));
		assertThat(reading.value().orders().getFirst().lineItems()).extracting(OrderLineItem::lineItemNumber)
			.containsExactly(0, 1);
		assertThat(reading.notes()).anyMatch((note) -> note.contains("by position"));
	}

	@Test
	void lineNumberGivenTwiceIsThePosition() {
		assertThat(result(ORDER.formatted("{\"lineItemNumber\":4},{\"lineItemNumber\":4}")).orders()
			.getFirst()
			.lineItems()).extracting(OrderLineItem::lineItemNumber).containsExactly(0, 1);
	}

	@Test
	void blankSubscriptionIdIsNone() {
		assertThat(line("{\"subscriptionId\":\"\"}").subscriptionId()).isNull();
	}

	@Test
	void otherCustomerIsNoted() {
		String order = "{\"orders\":[{\"id\":\"a\",\"referenceCustomerId\":\"%s\"}]}";
		assertThat(of(OrderReader.checkoutResult(body(order.formatted("someone-else")), CUSTOMER)).notes())
			.containsExactly("order a names customer someone-else, asked for was " + CUSTOMER);
		assertThat(of(
				OrderReader.checkoutResult(body(order.formatted(CUSTOMER.value().toUpperCase(Locale.ROOT))), CUSTOMER))
			.notes()).isEmpty();
	}

	@Test
	void orderThatComesTwiceIsKeptOnce() {
		assertThat(result("{\"orders\":[{\"id\":\"a\"},{\"id\":\"A\"},{\"id\":\"a\"}]}").orders())
			.extracting((order) -> order.id().value())
			.containsExactly("a", "A");
	}

	@Test
	void textThatNoDatabaseTakesIsMended() {
		assertThat(line("{\"friendlyName\":\"a\\u0000b\\ud83dc\\ud83d\\ude00\"}").friendlyName())
			.isEqualTo("ab\uFFFDc\uD83D\uDE00");
	}

	@Test
	void orderIsTheOneThatWasAskedFor() {
		Body body = body("{\"id\":\"ab12\",\"alternateId\":\"long\",\"status\":\"completed\"}");
		assertThat(of(OrderReader.order(body, CUSTOMER, new OrderId("ab12"))).value().status()).isEqualTo("completed");
		assertThat(OrderReader.order(body, CUSTOMER, new OrderId("long"))).isInstanceOf(Reading.Of.class);
		assertThat(OrderReader.order(body, CUSTOMER, new OrderId("other")))
			.isEqualTo(new Reading.Unreadable<>("it is order ab12, asked for was other"));
	}

	@Test
	void orderThatDiffersInCaseIsAnother() {
		assertThat(OrderReader.order(body("{\"id\":\"Ab12\"}"), CUSTOMER, new OrderId("aB12")))
			.isInstanceOf(Reading.Unreadable.class);
	}

	@Test
	void listLeavesOutWhatHasNoIdAndSaysIfItIsCut() {
		Reading.Of<Listing<Order>> list = of(
				OrderReader.orders(body("{\"totalCount\":\"5\",\"items\":[{\"id\":\"a\"},{},null]}"), CUSTOMER));
		assertThat(list.value().items()).hasSize(1);
		assertThat(list.value().isCut()).isTrue();
		assertThat(list.notes()).hasSize(2);
		Listing<Order> whole = of(OrderReader.orders(body("{\"totalCount\":1,\"items\":[{\"id\":\"a\"}]}"), CUSTOMER))
			.value();
		assertThat(whole.isCut()).isFalse();
		Listing<Order> paged = of(OrderReader
			.orders(body("{\"items\":[{\"id\":\"a\"}],\"links\":{\"next\":{\"uri\":\"/orders?x=2\"}}}"), CUSTOMER))
			.value();
		assertThat(paged.next()).isEqualTo("/orders?x=2");
		assertThat(paged.isCut()).isTrue();
		assertThat(OrderReader.orders(body("{\"orders\":[]}"), CUSTOMER)).isInstanceOf(Reading.Unreadable.class);
	}

	@Test
	void subscriptionsAreRead() {
		assertThat(of(SubscriptionReader.subscriptions(resource("subscriptions.json"))).value().items())
			.containsExactly(new Subscription("7b7f1c0e-0000-4000-8000-00000000a002", "CFQ7TTC0TEST:0002:CFQ7TTC0AVL2",
					"Archive", 3L, "9c41d7e0b2aa", "active"));
	}

	@Test
	void cartIsRead() {
		CartState cart = of(CartReader.cart(resource("cart.json"))).value();
		assertThat(cart.isOrdered()).isTrue();
		assertThat(cart.isActive()).isFalse();
		assertThat(cart.creationTimestamp()).isEqualTo("2026-11-20T21:00:00.5Z");
		assertThat(cart.expirationTimestamp()).isEqualTo("2026-11-27T21:00:00.5Z");
		assertThat(cart.lineItems()).containsExactly(
				new CartState.CartLineItem("CFQ7TTC0TEST:0001:CFQ7TTC0AVL1", "Mail for everyone", 12L, "P1Y", "0",
						null),
				new CartState.CartLineItem("CFQ7TTC0TEST:0002:CFQ7TTC0AVL2", "Archive", 3L, "P1Y", "0",
						new CartState.CartError("10018", "Base seats are missing.")),
				new CartState.CartLineItem("DZH318Z0TEST:0004:DZH318Z0AVL9", null, 1L, null, "1", null));
	}

	@Test
	void whatIsNoCartIsUnreadable() {
		assertThat(CartReader.cart(body("{\"code\":800008}"))).isInstanceOf(Reading.Unreadable.class);
		assertThat(CartReader.cart(body("[]"))).isInstanceOf(Reading.Unreadable.class);
		assertThat(CartReader.cart(body(""))).isInstanceOf(Reading.Unreadable.class);
	}

	@Test
	void fourFamiliesOfErrorsAreTold() {
		assertThat(ApiError.of(body("{\"code\":800065,\"description\":\"done\",\"data\":[],\"source\":\"x\"}")))
			.isEqualTo(new ApiError("800065", "done", ApiError.Family.MAIN, null));
		assertThat(
				ApiError.of(body("{\"Code\":\"600061\",\"message\":\"m\",\"errorName\":\"E\",\"isRetryable\":false}")))
			.isEqualTo(new ApiError("600061", "m", ApiError.Family.EXTENDED, false));
		assertThat(ApiError.of(body("{\"statusCode\":429,\"message\":\"slow\"}")))
			.isEqualTo(new ApiError(null, "slow", ApiError.Family.GATEWAY, null));
		for (String none : List.of("", "<html>", "[]", "{}", "7")) {
			assertThat(ApiError.of(body(none))).isEqualTo(new ApiError(null, null, ApiError.Family.NONE, null));
		}
	}

	@Test
	void descriptionCanBeADocumentAndIsCut() {
		assertThat(ApiError.of(body("{\"code\":2007,\"description\":{\"reason\":\"x\"}}")).description())
			.isEqualTo("{\"reason\":\"x\"}");
		assertThat(ApiError.of(body("{\"code\":1,\"description\":\"" + "y".repeat(5000) + "\"}")).description())
			.hasSize(1025);
	}

}
