package dev.bulkcheckout.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.cart.Order;
import dev.bulkcheckout.cart.OrderReading;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.checkout.CheckoutFixture.Seen;
import dev.bulkcheckout.checkout.CheckoutFixture;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Single looks at an order, over real HTTP, at times of the test's choosing.
 */
@Execution(ExecutionMode.CONCURRENT)
class OrderReadsIntegrationTests {

	private static final PollingSchedule SCHEDULE = new PollingSchedule(new RunProperties.Polling(Duration.ofSeconds(5),
			Duration.ofSeconds(5), Duration.ofMinutes(5), 400, Duration.ofMinutes(30)), () -> 0);

	private final Instant now = Instant.parse("2026-11-22T01:00:00Z");

	private CheckoutFixture fixture;

	private CheckoutFixture.Run run;

	@BeforeEach
	void start() {
		this.fixture = new CheckoutFixture(SimulatorSettings.builder()
			.provisioning(Latency.fixed(Duration.ofMillis(1)))
			.trouble(Duration.ofHours(1))
			.build(), Duration.ofSeconds(20));
		this.run = this.fixture.new Run();
	}

	@AfterEach
	void stop() {
		this.run.close();
		this.fixture.close();
	}

	private Seen ordered(String behaviour) throws Exception {
		Seen seen = this.run.checkOut(this.fixture.aCart(Behaviour.parse(behaviour)));
		// past the provisioning time
		Thread.sleep(30);
		return seen;
	}

	private OrderReading look(Seen seen, int readsBefore, boolean last) throws Exception {
		return look(seen, ProductRules.none(), readsBefore, last, Duration.ofMinutes(1));
	}

	private OrderReading look(Seen seen, ProductRules rules, int readsBefore, boolean last, Duration sinceOrder)
			throws Exception {
		Order order = seen.told().orders().getFirst();
		return this.run.orderReads(rules, SCHEDULE, InstantSource.fixed(this.now))
			.read(seen.cart().customer(), order, this.now.minus(sinceOrder), readsBefore, last)
			.orElseThrow();
	}

	private static List<SubscriptionState> states(OrderReading reading) {
		return reading.lines().stream().map(OrderReading.Line::state).toList();
	}

	@ParameterizedTest(name = "{0}, look {1}, last: {2}")
	@CsvSource(textBlock = """
			# behaviour,                            before, last,  state,        order, second, again
			fine product=saas,                      0,      false, PROVISIONED,  1,     0,      false
			fine product=savings-plan,              0,      false, PROVISIONED,  1,     0,      false
			fine product=reservation,               0,      false, AWAITED,      1,     0,      true
			fine product=reservation,               1,      false, AWAITED,      1,     1,      true
			fine product=reservation,               1,      true,  MISSING,      1,     1,      false
			fine product=software-subscription,     0,      false, AWAITED,      1,     0,      true
			fine product=software-subscription,     1,      false, PROVISIONED,  1,     1,      false
			fine product=saas ids=subscriptions-only, 5,    false, AWAITED,      1,     0,      true
			fine product=saas ids=subscriptions-only, 5,    true,  PROVISIONED,  1,     1,      false
			fine product=saas ids=subscriptions-only, 399,  false, PROVISIONED,  1,     1,      false
			fine product=saas ids=never,            9,      false, AWAITED,      1,     0,      true
			fine product=saas ids=never,            9,      true,  MISSING,      1,     1,      false
			fine product=saas ids=never,            399,    false, MISSING,      1,     1,      false
			fine product=saas fate=error,           0,      false, ORDER_FAILED, 1,     0,      false
			fine product=saas fate=cancelled,       0,      false, ORDER_FAILED, 1,     0,      false
			fine product=saas fate=po-review-rejected, 0,   false, ORDER_FAILED, 1,     0,      false
			fine product=saas fate=pending-review,  0,      false, AWAITED,      1,     0,      true
			fine product=saas fate=unlisted-status, 0,      false, PROVISIONED,  1,     0,      false
			fine product=saas ids=not-found-first,  0,      false, AWAITED,      1,     0,      true
			fine product=saas ids=not-found,        3,      true,  MISSING,      1,     1,      false
			fine product=saas ids=faults-first,     0,      false, AWAITED,      1,     0,      true
			fine product=saas ids=unreadable-first, 0,      false, AWAITED,      1,     0,      true
			fine product=saas ids=reset-first,      0,      false, AWAITED,      1,     0,      true
			""")
	void lookTells(String behaviour, int readsBefore, boolean last, SubscriptionState state, int reads, int second,
			boolean again) throws Exception {
		Seen seen = ordered(behaviour);
		OrderReading reading = look(seen, readsBefore, last);
		assertThat(states(reading)).containsOnly(state);
		assertThat(reading.reads()).isEqualTo(reads);
		assertThat(reading.secondReads()).isEqualTo(second);
		assertThat(reading.nextReadAt() != null).isEqualTo(again);
		String customer = "/v1/customers/" + seen.cart().customer();
		assertThat(this.fixture.simulator.requests()
			.stream()
			.filter((request) -> request.path().startsWith(customer + "/orders/"))).as("calls").hasSize(reads);
		assertThat(this.fixture.simulator.requests()
			.stream()
			.filter((request) -> request.path().equals(customer + "/subscriptions"))).hasSize(second);
	}

	@Test
	void orderThatIsNotThereYetIsGivenUpHalfAnHourAfterItsCheckout() throws Exception {
		Seen seen = ordered("fine product=saas ids=not-found");
		OrderReading early = look(seen, ProductRules.none(), 3, false, Duration.ofMinutes(29));
		assertThat(states(early)).containsOnly(SubscriptionState.AWAITED);
		assertThat(early.problem()).contains("404").contains("20000");
		OrderReading late = look(seen, ProductRules.none(), 3, false, Duration.ofMinutes(31));
		assertThat(states(late)).containsOnly(SubscriptionState.MISSING);
		assertThat(late.secondReads()).as("after the second source").isEqualTo(1);
		assertThat(late.nextReadAt()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "reservation, 29, false, AWAITED", "reservation, 31, false, NOT_EXPECTED",
			"reservation, 31, true, NOT_EXPECTED", "perpetual-software, 31, false, NOT_EXPECTED",
			"software-subscription, 31, false, PROVISIONED", "savings-plan ids=never, 31, false, NOT_EXPECTED",
			"saas ids=never, 31, false, AWAITED" })
	void noIdIsExpectedOnlyWhenALateOneWouldHaveCome(String product, int minutes, boolean last, SubscriptionState state)
			throws Exception {
		Seen seen = ordered("fine product=" + product);
		OrderReading reading = look(seen, ProductRules.none(), 5, last, Duration.ofMinutes(minutes));
		assertThat(states(reading)).containsOnly(state);
		assertThat(reading.nextReadAt() != null).isEqualTo(state == SubscriptionState.AWAITED);
	}

	@Test
	void idThatComesMinutesAfterItsOneTimeOrderWasCompletedIsTaken() throws Exception {
		try (CheckoutFixture late = new CheckoutFixture(
				SimulatorSettings.builder().provisioning(Latency.fixed(Duration.ofSeconds(15))).build(),
				Duration.ofSeconds(20)); CheckoutFixture.Run calls = late.new Run()) {
			Seen seen = calls.checkOut(late.aCart(Behaviour.parse("fine product=savings-plan ids=completed-first")));
			Order order = seen.told().orders().getFirst();
			OrderReads reads = calls.orderReads(ProductRules.none(), SCHEDULE, InstantSource.fixed(this.now));
			OrderReading early = reads
				.read(seen.cart().customer(), order, this.now.minus(Duration.ofMinutes(3)), 4, false)
				.orElseThrow();
			assertThat(early.status()).isEqualTo("completed");
			assertThat(states(early)).containsOnly(SubscriptionState.AWAITED);
			Await.until(
					() -> Set.of(SubscriptionState.PROVISIONED)
						.equals(Set.copyOf(states(reads
							.read(seen.cart().customer(), order, this.now.minus(Duration.ofMinutes(5)), 5, false)
							.orElseThrow()))));
		}
	}

	@Test
	void pausesGrowWithTheNumberOfLooks() throws Exception {
		Seen seen = ordered("fine product=saas ids=never");
		assertThat(look(seen, 0, false).nextReadAt()).isEqualTo(this.now.plusSeconds(5));
		assertThat(look(seen, 3, false).nextReadAt()).isEqualTo(this.now.plusSeconds(40));
		assertThat(look(seen, 100, false).nextReadAt()).isEqualTo(this.now.plusSeconds(300));
	}

	@Test
	void whatTheOperatorKnowsOfProductsIsNotAskedFor() throws Exception {
		ProductRules none = new ProductRules(List.of(new RunProperties.ProductRule(null, "barracuda", false)));
		Seen saas = ordered("fine product=saas ids=never");
		OrderReading reading = look(saas, none, 0, false, Duration.ofMinutes(1));
		assertThat(states(reading)).containsOnly(SubscriptionState.NOT_EXPECTED);
		assertThat(reading.reads()).isZero();
		ProductRules some = new ProductRules(List.of(new RunProperties.ProductRule("DZH318Z0BQ36", null, true)));
		assertThat(states(look(ordered("fine product=reservation"), some, 5, false, Duration.ofMinutes(1))))
			.containsOnly(SubscriptionState.AWAITED);
	}

	@Test
	void idsThatCameWithTheCheckoutAreNotAskedFor() throws Exception {
		OrderReading reading = look(ordered("fine product=two-line-license"), 0, false);
		assertThat(states(reading)).containsExactly(SubscriptionState.PROVISIONED, SubscriptionState.PROVISIONED);
		assertThat(reading.reads()).isZero();
		assertThat(reading.nextReadAt()).isNull();
	}

	@Test
	void idThatWasFoundIsTheTrueOne() throws Exception {
		for (String behaviour : List.of("fine product=saas", "fine product=software-subscription")) {
			Seen seen = ordered(behaviour);
			String id = look(seen, 1, true).lines().getFirst().item().subscriptionId();
			assertThat(id).isEqualTo(Objects
				.requireNonNull(this.fixture.simulator.truth(seen.cart().customer().value(), seen.cart().id().value()))
				.orders()
				.getFirst()
				.lines()
				.getFirst()
				.subscriptionId());
		}
	}

	@Test
	void throttledLookIsRepeatedAndCountsOnce() throws Exception {
		try (CheckoutFixture throttled = new CheckoutFixture(SimulatorSettings.builder()
			.provisioning(Latency.fixed(Duration.ofMillis(1)))
			.trouble(Duration.ofMillis(1500))
			.build(), Duration.ofSeconds(20)); CheckoutFixture.Run calls = throttled.new Run()) {
			Seen seen = calls.checkOut(throttled.aCart(Behaviour.parse("fine product=saas ids=throttled-first")));
			OrderReading reading = calls.orderReads(ProductRules.none(), SCHEDULE, InstantSource.system())
				.read(seen.cart().customer(), seen.told().orders().getFirst(), Instant.now(), 0, false)
				.orElseThrow();
			assertThat(states(reading)).containsOnly(SubscriptionState.PROVISIONED);
			assertThat(reading.reads()).isEqualTo(1);
		}
	}

	@Test
	void stoppedRunLearnsNothing() throws Exception {
		Seen seen = ordered("fine product=saas");
		this.run.stop(new StopReason(StopKind.CREDIT, "for a test", ""));
		assertThat(this.run.orderReads(ProductRules.none(), SCHEDULE, InstantSource.fixed(this.now))
			.read(seen.cart().customer(), seen.told().orders().getFirst(), this.now, 0, false)).isEmpty();
	}

}
