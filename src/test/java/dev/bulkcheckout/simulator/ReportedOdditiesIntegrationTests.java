package dev.bulkcheckout.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What users report of the API, and of carts that are worth a look before buying. */
@Timeout(120)
class ReportedOdditiesIntegrationTests {

	private static final String CART = "2517c51b-58cd-4abe-87ed-3ab812401ab4";

	private static final String TOKEN_FORM = "grant_type=client_credentials&client_id=c&client_secret=s&scope=r%2F.default";

	private Simulator simulator = Simulator.start();

	private Client client = new Client(this.simulator.baseUrl());

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void oneCartIsDeniedWhileTheSameTokenIsGoodForOthers() throws Exception {
		start("cart " + CART + " 401 code=400");
		HttpResponse<String> denied = this.client.checkout(CART);
		assertThat(denied.statusCode()).isEqualTo(401);
		assertThat(denied.body()).startsWith("{\"code\":400,\"description\":\"Access denied.\"");
		assertThat(this.client.checkout(UUID.randomUUID().toString()).statusCode()).isEqualTo(201);
		assertThat(this.simulator.truth(Client.CUSTOMER, CART)).extracting((truth) -> truth.outcome())
			.isEqualTo("REFUSED");
	}

	@Test
	void tokenIsRevokedManyTimesInARow() throws Exception {
		start("revoke after=300ms times=12 for=12s");
		Set<String> refused = new HashSet<>();
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (refused.size() < 3 && System.nanoTime() < end) {
			if (this.client.checkout(CART).statusCode() == 401) {
				refused.add(Instant.now().toString());
				this.client.signIn();
			}
			Thread.sleep(2);
		}
		assertThat(refused).hasSize(3);
		assertThat(post("/simulator/tokens/revoke")).isEqualTo("done\n");
		assertThat(this.client.checkout(CART).statusCode()).isEqualTo(401);
	}

	@Test
	void customerIsNotFoundAtFirstInWordsThatChange() throws Exception {
		start("customer " + Client.CUSTOMER.toUpperCase(Locale.ROOT) + " missing=3");
		Set<Integer> codes = new HashSet<>();
		for (HttpResponse<String> answer : java.util.List.of(this.client.checkout(CART), this.client.cart(CART),
				this.client.checkout(CART))) {
			assertThat(answer.statusCode()).isEqualTo(404);
			codes.add(Client.json(answer).path("code").asInt());
		}
		assertThat(codes).hasSize(3).contains(3000).doesNotContain(800008);
		assertThat(this.client.checkout(CART).statusCode()).isEqualTo(201);
		assertThat(post("/simulator/missing?customer=" + Client.CUSTOMER + "&times=1")).isEqualTo("done\n");
		assertThat(this.client.checkout(CART).statusCode()).isEqualTo(404);
		assertThat(this.client.checkout(CART).statusCode()).isEqualTo(201);
	}

	@Test
	void customerHasAcceptedTheAgreementOrNot() throws Exception {
		String path = "/v1/customers/" + Client.CUSTOMER + "/agreements?agreementType=MicrosoftCustomerAgreement";
		start("");
		assertThat(Client.json(this.client.get(path)).at("/items/0/type").asString())
			.isEqualTo("MicrosoftCustomerAgreement");
		start("customer " + Client.CUSTOMER + " no-agreement");
		JsonNode none = Client.json(this.client.get(path));
		assertThat(none.path("totalCount").asInt(-1)).isZero();
		assertThat(none.path("items").size()).isZero();
		assertThat(this.client.checkout(CART).statusCode()).isEqualTo(201);
	}

	@Test
	void orderIdsAreCapitalsInTheCheckoutAndSmallLettersLater() throws Exception {
		start("others fine order-ids-in-capitals product=mixed");
		for (JsonNode order : Client.json(this.client.checkout(CART)).path("orders")) {
			String id = order.path("id").asString();
			assertThat(id).hasSize(36).isUpperCase();
			JsonNode read = Client.json(this.client.order(id));
			assertThat(read.path("id").asString()).isEqualTo(id.toLowerCase(Locale.ROOT));
			assertThat(this.client.orders().toString()).contains(read.path("id").asString()).doesNotContain(id);
		}
	}

	@Test
	void subscriptionIdIsNilAtFirst() throws Exception {
		start("provisioning 1h\nothers fine ids=nil-first");
		JsonNode order = Client.json(this.client.checkout(CART)).at("/orders/0");
		assertThat(order.at("/lineItems/0/subscriptionId").asString()).isEqualTo(new UUID(0, 0).toString());
		assertThat(read(order).at("/lineItems/0/subscriptionId").asString()).isEqualTo(new UUID(0, 0).toString());
		start("provisioning 0s\nothers fine ids=nil-first");
		order = Client.json(this.client.checkout(CART)).at("/orders/0");
		assertThat(read(order).at("/lineItems/0/subscriptionId").asString()).isEqualTo(subscriptionInTruth());
	}

	@Test
	void subscriptionIdIsOnlyInALink() throws Exception {
		start("others fine ids=link-only");
		JsonNode line = read(Client.json(this.client.checkout(CART)).at("/orders/0")).at("/lineItems/0");
		assertThat(line.has("subscriptionId")).isFalse();
		assertThat(line.at("/links/subscription/uri").asString()).endsWith("/subscriptions/" + subscriptionInTruth());
	}

	@Test
	void orderIsNoContentWhileItIsNotReady() throws Exception {
		start("trouble 1h\nothers fine ids=not-ready-first");
		String id = Client.json(this.client.checkout(CART)).at("/orders/0/id").asString();
		assertThat(this.client.order(id).statusCode()).isEqualTo(204);
		start("trouble 0s\nothers fine ids=not-ready-first");
		this.client.checkout(CART);
		assertThat(this.client.order(id).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "nul, \\u0000", "surrogates, \\ude00", "bidi, \u202E", "huge, x x x" })
	void textsAreHardToBear(String text, String part) throws Exception {
		start("others fine text=" + text);
		HttpResponse<String> checkout = this.client.checkout(CART);
		assertThat(checkout.body()).contains(part);
		assertThat(Client.json(checkout).at("/orders/0/lineItems/0/friendlyName").asString())
			.contains("AI Builder Capacity");
		assertThat(this.client.cart(CART).body()).contains(part);
		start("others 400 code=800009 text=" + text);
		assertThat(this.client.checkout(CART).body()).contains(part);
		if (text.equals("huge")) {
			assertThat(this.client.checkout(CART).body()).hasSizeGreaterThan(1 << 20);
		}
	}

	@ParameterizedTest
	@EnumSource(TokenLifeForm.class)
	void tokenSaysHowLongItLivesInItsWay(TokenLifeForm form) throws Exception {
		start("token-life 10m\ntoken-life-as " + ScenarioWords.of(form));
		JsonNode token = Client.json(this.client.token(TOKEN_FORM));
		assertThat(token.has("expires_in")).isEqualTo(form == TokenLifeForm.NUMBER || form == TokenLifeForm.TEXT);
		assertThat(token.path("expires_in").asString("")).isIn("600", "");
		assertThat(token.has("expires_on")).isEqualTo(form == TokenLifeForm.EXPIRES_ON);
		if (form == TokenLifeForm.EXPIRES_ON) {
			assertThat(Long.parseLong(token.path("expires_on").asString()) - Instant.now().getEpochSecond())
				.isBetween(500L, 600L);
		}
	}

	@ParameterizedTest
	@CsvSource({ "request-loop, 50196", "mfa-required, 50076", "mfa-expired, 50078", "sign-in-frequency, 70043",
			"inactive, 700082" })
	void tokenEndpointRefusesWithTheCodesOfEntra(String fault, int code) throws Exception {
		assertThat(post("/simulator/tokens?times=1&fault=" + fault)).isEqualTo("done\n");
		HttpResponse<String> refused = this.client.token(TOKEN_FORM);
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(Client.json(refused).path("error_description").asString()).startsWith("AADSTS" + code + ": ");
		assertThat(Client.json(refused).at("/error_codes/0").asInt()).isEqualTo(code);
		assertThat(this.client.token(TOKEN_FORM).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "USD, $", "EUR, \u20AC", "GBP, \u00A3" })
	void pricesAreInTheCurrencyOfTheCart(Currency currency, String symbol) throws Exception {
		start("others fine currency=" + ScenarioWords.of(currency));
		JsonNode order = Client.json(this.client.checkout(CART)).at("/orders/0");
		assertThat(order.path("currencyCode").asString()).isEqualTo(currency.name());
		assertThat(order.path("currencySymbol").asString()).isEqualTo(symbol);
		assertThat(order.path("totalPrice").decimalValue()).isEqualByComparingTo("12.34");
		JsonNode line = Client.json(this.client.cart(CART)).at("/lineItems/0");
		assertThat(line.path("currencyCode").asString()).isEqualTo(currency.name());
		assertThat(line.at("/pricing/extendedPrice").decimalValue()).isEqualByComparingTo("12.34");
	}

	@Test
	void cartHasLineErrorsAndExpiresWhenAskedTo() throws Exception {
		start("others 400 code=800009 line-error=10003 expires=15m");
		JsonNode cart = Client.json(this.client.cart(CART));
		assertThat(cart.at("/lineItems/0/error/errorCode").asInt()).isEqualTo(10003);
		assertThat(cart.at("/lineItems/0/error/errorDescription").asString()).isNotEmpty();
		assertThat(OffsetDateTime.parse(cart.path("expirationTimestamp").asString()).toInstant())
			.isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(15)));
	}

	@Test
	void cartChangesAfterItWasRead() throws Exception {
		start("others fine changes-after=2");
		JsonNode first = Client.json(this.client.cart(CART));
		assertThat(Client.json(this.client.cart(CART))).isEqualTo(first);
		JsonNode changed = Client.json(this.client.cart(CART));
		assertThat(changed.path("lastModifiedTimestamp")).isNotEqualTo(first.path("lastModifiedTimestamp"));
		assertThat(changed.at("/lineItems/0/quantity").asInt()).isEqualTo(2);
		assertThat(changed.at("/lineItems/0/pricing/extendedPrice").decimalValue()).isEqualByComparingTo("24.68");
	}

	private void start(String scenario) throws Exception {
		this.simulator.close();
		this.simulator = Simulator.start(ScenarioFile.parse(scenario, SimulatorSettings.DEFAULTS));
		this.client = Client.of(this.simulator);
	}

	private JsonNode read(JsonNode order) throws Exception {
		return Client.json(this.client.order(order.path("id").asString()));
	}

	private String subscriptionInTruth() {
		return java.util.Objects
			.requireNonNull(java.util.Objects.requireNonNull(this.simulator.truth(Client.CUSTOMER, CART))
				.orders()
				.get(0)
				.lines()
				.get(0)
				.subscriptionId());
	}

	private String post(String path) throws Exception {
		return this.client.post(path, "").body();
	}

}
