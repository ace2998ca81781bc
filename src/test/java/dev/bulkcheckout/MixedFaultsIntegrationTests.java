package dev.bulkcheckout;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.RunFixture.CartRow;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.CartTruth;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run in which everything goes wrong that can go wrong with single carts: in the end
 * the ledger says what really happened.
 */
class MixedFaultsIntegrationTests {

	/** How checkouts go. Most carts are fine, as in a bad night. */
	private static final List<String> FAULTS = List.of("fine", "fine", "fine", "200", "201 face=odd", "201 face=bom",
			"201 face=orders-and-errors", "201 face=only-errors", "200 face=code", "201 face=neither times=1",
			"201 face=truncated times=2", "201 face=html times=1", "201 face=empty", "500 times=2", "500",
			"500 work=done", "500 work=done-unlisted", "501 times=1", "502 times=1", "503 body=html times=2",
			"504 work=done", "408 times=1", "400", "403", "404 work=gone", "400 code=800009", "403 code=800069",
			"404 code=400019", "400 code=800065 work=done", "400 code=800065 work=done-unlisted", "400 code=800065",
			"400 code=4018", "400 code=4018 work=done", "409 times=1", "409 work=done times=2", "409 code=800060",
			"409 code=800060 times=2", "reset times=1", "reset work=done times=1", "reset work=done", "closed times=1",
			"cut-short times=1", "cut-short", "length-too-long times=1", "length-too-short times=1", "not-http times=1",
			"slow-body times=1", "hang work=done times=1", "reset", "500 body=empty", "500 body=escaped-json times=1",
			"400 body=text-code", "403 body=bom code=800075", "404 body=long", "401 times=1");

	/** What becomes of orders; for carts that end fine. */
	private static final List<String> ORDERS = List.of("", "", " product=two-line-license", " product=azure",
			" product=reservation", " product=perpetual-software", " product=software-subscription", " product=saas",
			" product=savings-plan", " product=mixed", " product=license-and-savings-plan", " ids=late",
			" ids=subscriptions-only", " ids=completed-first", " ids=not-found-first ids=not-found-first product=saas",
			" product=saas fate=error", " product=saas ids=faults-first", " product=saas ids=unreadable-first",
			" product=saas ids=reset-first");

	private static final Map<String, String> PRICES = Map.of("product=reservation", "10499.99",
			"product=two-line-license", "24.48", "product=perpetual-software", "2615.50",
			"product=software-subscription", "157.25", "product=saas", "399.00", "product=savings-plan", "438.00");

	private final Path directory;

	MixedFaultsIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void ledgerTellsTheTruthAfterAMixOfAllFaults() throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.lognormal(Duration.ofMillis(20), Duration.ofMillis(150)))
			.provisioning(Latency.fixed(Duration.ofSeconds(1)))
			.trouble(Duration.ofMillis(1500))
			.hang(Duration.ofSeconds(30))
			.recordedRequests(100_000)
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings).with("partner-center.read-timeout", "5s")
			.with("bulk-checkout.concurrency", 24)
			.with("bulk-checkout.reconcile-for", "8s")) {
			Random random = new Random(20261122);
			List<String> carts = new ArrayList<>();
			for (int i = 0; i < 240; i++) {
				String cart = new UUID(random.nextLong(), random.nextLong() | Long.MIN_VALUE).toString();
				String fault = FAULTS.get(i % FAULTS.size());
				boolean bought = fault.startsWith("fine") || fault.startsWith("20") || fault.contains("times=");
				fixture.simulator.behave(cart,
						Behaviour.parse(bought ? fault + ORDERS.get(random.nextInt(ORDERS.size())) : fault));
				carts.add(cart);
			}
			// a 429 stops everybody for a second: a few will do
			fixture.simulator.behave(carts.get(40), Behaviour.parse("429 times=2"));
			fixture.simulator.behave(carts.get(150), Behaviour.parse("429 times=1 body=retry-after-date"));
			RunEnd end = fixture.run(fixture.aFileOf(carts));
			assertThat(end).as(() -> String.join("\n", fixture.said)).isInstanceOf(RunEnd.Finished.class);
			compare(fixture, carts);
			noRequestAfterTheFinalAnswer(fixture);
		}
	}

	private static void compare(RunFixture fixture, List<String> carts) {
		Map<String, CartRow> ledger = fixture.carts();
		Map<String, CartTruth> truths = fixture.simulator.truth()
			.collect(Collectors.toMap(CartTruth::cartId, (truth) -> truth));
		SoftAssertions all = new SoftAssertions();
		for (String cart : carts) {
			CartTruth truth = Objects.requireNonNull(truths.get(cart));
			CartRow row = Objects.requireNonNull(ledger.get(cart));
			String about = cart + " " + truth.behaviour() + " (" + row.description() + ")";
			all.assertThat(row.outcome()).as(about).isEqualTo(truth.outcome());
			all.assertThat(row.attempts()).as(about).isBetween(1, 4);
			boolean found = !row.outcome().equals("ALREADY_ORDERED");
			all.assertThat(row.lines()).as(about).isEqualTo(found ? RunFixture.lines(truth) : "");
			PRICES.forEach((product, price) -> {
				if (truth.behaviour().contains(product) && truth.ordered() && found) {
					all.assertThat(row.price()).as(about).isEqualByComparingTo(new BigDecimal(price));
				}
			});
		}
		all.assertAll();
		assertThat(ledger).hasSameSizeAs(carts);
	}

	/** A cart's last checkout in the log is the one whose answer settled it. */
	private static void noRequestAfterTheFinalAnswer(RunFixture fixture) {
		Map<String, List<SeenRequest>> byCart = fixture.simulator.requests()
			.stream()
			.filter(SeenRequest::isCheckout)
			.collect(Collectors.groupingBy(SeenRequest::cartId));
		byCart.forEach((cart, requests) -> {
			Behaviour behaviour = Behaviour.parse(fixture.simulator.truth()
				.filter((t) -> t.cartId().equals(cart))
				.findFirst()
				.orElseThrow()
				.behaviour());
			for (SeenRequest request : requests.subList(0, requests.size() - 1)) {
				boolean whole = request.ending() == SeenRequest.Ending.ANSWERED;
				boolean isFinal = whole
						&& (request.status() == 400 || request.status() == 403 || request.status() == 404)
						&& behaviour.code() != 800065;
				assertThat(isFinal).as(cart + " " + behaviour + " " + requests).isFalse();
			}
			if (behaviour.times() > 0) {
				assertThat(requests).as(cart + " " + behaviour).hasSizeLessThanOrEqualTo(behaviour.times() + 1);
			}
		});
	}

}
