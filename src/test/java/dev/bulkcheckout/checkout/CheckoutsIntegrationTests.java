package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.checkout.CheckoutFixture.Seen;
import dev.bulkcheckout.partnercenter.PartnerCenterClient;
import dev.bulkcheckout.partnercenter.auth.AccessTokens;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.throttling.CallKind;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What each answer to a checkout leads to, over real HTTP. Behaviours are written in the
 * simulator's words.
 */
@Execution(ExecutionMode.CONCURRENT)
class CheckoutsIntegrationTests {

	private static CheckoutFixture fixture;

	@BeforeAll
	static void start() {
		fixture = new CheckoutFixture(SimulatorSettings.builder().hang(Duration.ofSeconds(2)).build(),
				Duration.ofSeconds(20));
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	/**
	 * Columns: what the cart does; its outcome; one letter for each checkout, the same
	 * for the same MS-RequestId; all calls: C checkout, L look at the cart, O at the
	 * orders.
	 */
	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = """
			# 2xx with orders
			fine,                                   ORDERED,           A, C
			200,                                    ORDERED,           A, C
			201 face=bom,                           ORDERED,           A, C
			201 face=odd,                           ORDERED,           A, C
			201 face=null-errors product=mixed,     ORDERED,           A, C
			# 2xx with orders and errors; only errors; a code; never asked again
			201 face=orders-and-errors,             PARTIALLY_ORDERED, A, C
			201 face=only-errors,                   REFUSED,           A, C
			200 face=code,                          REFUSED,           A, C
			# 2xx that says nothing: readable, so a new id; unreadable, as good as lost
			201 face=neither,                       UNKNOWN,           ABCD, CLCLCLCL
			201 face=no-orders times=1,             ORDERED,           AB, CLC
			201 face=not-json times=1,              ORDERED,           AA, CLC
			201 face=html times=2,                  ORDERED,           AAA, CLCLC
			201 face=empty times=1,                 ORDERED,           AA, CLC
			201 face=truncated times=1,             ORDERED,           AA, CLC
			# 5xx and 408: the same id; repeated identically, the last with a new one
			500 times=1,                            ORDERED,           AA, CLC
			500 times=3,                            ORDERED,           AAAB, CLCLCLC
			500 work=done times=1,                  ORDERED,           AA, CLC
			500 work=done,                          ORDERED,           AAAA, CLCLCLCLO
			408 times=1,                            ORDERED,           AA, CLC
			408,                                    UNKNOWN,           AAAA, CLCLCLCL
			# busy elsewhere: a new id each time
			409 times=1,                            ORDERED,           AB, CLC
			409 work=done times=1,                  ORDERED,           A, CLO
			409 code=800060 work=done-unlisted times=1, ORDERED,       AB, CLOC
			# bought before
			400 code=800065 work=done,              ORDERED,           A, CLO
			400 code=800065 work=done-unlisted,     ALREADY_ORDERED,   A, CLO
			400 code=800065,                        UNKNOWN,           ABCD, CLCLCLCL
			400 code=800065 work=gone,              UNKNOWN,           ABCD, CLCLCLCL
			400 code=800065 times=1,                ORDERED,           AB, CLC
			# said no, but bought: looked at because the code leaves it open
			400 code=4018 work=done,                ORDERED,           A, CLO
			# unknown codes go by their status
			400 code=123456,                        REFUSED,           A, C
			403 code=123456,                        REFUSED,           A, C
			404 code=123456,                        REFUSED,           A, C
			409 code=123456,                        REFUSED,           A, CL
			409 code=123456 work=done,              ORDERED,           A, CLO
			418,                                    REFUSED,           A, C
			500 code=123456 times=1,                ORDERED,           AA, CLC
			# 429 uses up nothing, and keeps the id
			429 times=1,                            ORDERED,           AA, CC
			# 401 once
			401 times=1,                            ORDERED,           AA, CC
			""")
	void answerLeadsTo(String behaviour, String outcome, String requestIds, String calls) throws Exception {
		Seen seen = fixture.checkOut(Behaviour.parse(behaviour));
		assertThat(seen.outcome()).isEqualTo(outcome);
		assertThat(seen.requestIds()).isEqualTo(requestIds);
		assertThat(seen.calls()).isEqualTo(calls);
		assertThat(seen.stopKind()).isEqualTo("GOES_ON");
		assertThat(seen.orders())
			.isEqualTo(outcome.endsWith("ORDERED") && !outcome.startsWith("ALREADY") ? seen.trueOrders() : List.of());
		if (!behaviour.startsWith("401") && !behaviour.startsWith("429")) {
			assertThat(seen.shortestGap()).isGreaterThanOrEqualTo(CheckoutFixture.QUICK.firstPause().dividedBy(2));
		}
	}

	/** Lost on the way: the API is asked something harmless to tell it from an outage. */
	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = """
			reset work=done times=1,           ORDERED,         AA
			closed work=done times=2,          ORDERED,         AAA
			cut-short times=1,                 ORDERED,         AA
			length-too-short times=1,          ORDERED,         AA
			not-http times=1,                  ORDERED,         AA
			slow-body times=1,                 ORDERED,         A
			502 times=1,                       ORDERED,         AA
			503 body=html work=done times=1,   ORDERED,         AA
			504 times=2,                       ORDERED,         AAA
			500 body=empty work=done,          ORDERED,         AAAA
			500 body=empty work=done-unlisted, ALREADY_ORDERED, AAAA
			reset work=done,                   ORDERED,         AAAA
			reset,                             UNKNOWN,         AAAA
			reset work=gone,                   UNKNOWN,         AAAA
			502,                               UNKNOWN,         AAAB
			""")
	void lostAnswerIsAskedForWithTheSameIdUntilItIsClear(String behaviour, String outcome, String requestIds)
			throws Exception {
		// connections of its own: some of these answers spoil theirs for the next call
		try (CheckoutFixture own = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20))) {
			Seen seen = own.checkOut(Behaviour.parse(behaviour));
			assertThat(seen.outcome()).isEqualTo(outcome);
			assertThat(seen.requestIds()).isEqualTo(requestIds);
			assertThat(seen.calls()).matches(behaviour.startsWith("length") ? "CL?C" : "C(LC)*(LO?)?");
			assertThat(seen.stopKind()).isEqualTo("GOES_ON");
			assertThat(seen.orders()).isEqualTo(outcome.equals("ORDERED") ? seen.trueOrders() : List.of());
			assertThat(seen.attempts()).isEqualTo(requestIds.length());
		}
	}

	@ParameterizedTest
	@CsvSource({ "hang work=done times=1, 10, ORDERED, AA", "length-too-long times=1, 10, ORDERED, AA",
			"hang, 3, UNKNOWN, AAAA" })
	void answerThatNeverComesIsLost(String behaviour, int readTimeout, String outcome, String requestIds)
			throws Exception {
		try (CheckoutFixture hurried = new CheckoutFixture(
				SimulatorSettings.builder().hang(Duration.ofSeconds(30)).build(), Duration.ofSeconds(readTimeout))) {
			Seen seen = hurried.checkOut(Behaviour.parse(behaviour));
			assertThat(seen.outcome()).isEqualTo(outcome);
			assertThat(seen.requestIds()).isEqualTo(requestIds);
			assertThat(seen.orders()).isEqualTo(seen.trueOrders());
		}
	}

	@ParameterizedTest
	@CsvSource({ "301", "302", "307", "405", "407", "411", "415" })
	void whatEveryCartWouldMeetStopsTheRun(int status) throws Exception {
		Seen seen = fixture.checkOut(Behaviour.parse(status + " code=0"));
		assertThat(seen.outcome()).isEqualTo("NOT_ATTEMPTED");
		assertThat(seen.calls()).isEqualTo("C");
		assertThat(seen.stopKind()).isEqualTo("SET_UP");
	}

	@Test
	void cartThatIsRefusedWithATokenThatIsLetThroughForOthersIsRefused() throws Exception {
		Seen seen = fixture.checkOut(Behaviour.parse("401 code=400"));
		assertThat(seen.outcome()).isEqualTo("REFUSED");
		assertThat(seen.requestIds()).isEqualTo("AA");
		assertThat(seen.calls()).isEqualTo("CC");
		assertThat(seen.attempts()).isEqualTo(1);
		assertThat(seen.told().reason()).contains("HTTP 401 code 400", "let through for others");
		assertThat(seen.stopKind()).isEqualTo("GOES_ON");
	}

	@Test
	void oneCartThatIsAlwaysRefusedAccessIsNoMatterOfTheOthers() throws Exception {
		try (CheckoutFixture.Run run = fixture.new Run()) {
			List<Cart> carts = new ArrayList<>();
			carts.add(fixture.aCart(Behaviour.parse("401 code=400")));
			for (int i = 0; i < 60; i++) {
				carts.add(fixture.aCart(Behaviour.FINE));
			}
			List<Seen> seen = InParallel.each(carts, run::checkOut);
			assertThat(seen.getFirst().outcome()).isEqualTo("REFUSED");
			assertThat(seen.subList(1, 61)).allSatisfy((other) -> assertThat(other.outcome()).isEqualTo("ORDERED"));
			assertThat(run.cause()).isNull();
		}
	}

	@Test
	void nobodyNoticesTokensThatAreRevokedAgainAndAgain() throws Exception {
		try (CheckoutFixture own = new CheckoutFixture(
				SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(20))).build(),
				Duration.ofSeconds(20)); CheckoutFixture.Run run = own.new Run()) {
			List<Cart> carts = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				carts.add(own.aCart(Behaviour.FINE));
			}
			AtomicInteger revoked = new AtomicInteger();
			Thread revoker = Thread.ofVirtual().start(() -> {
				while (revoked.getAndIncrement() < 12) {
					own.simulator.revokeTokens();
					LockSupport.parkNanos(Duration.ofMillis(80).toNanos());
				}
			});
			List<Seen> seen = InParallel.each(carts, (cart) -> {
				Seen last = run.checkOut(cart);
				while (revoked.get() < 12) {
					last = run.checkOut(own.aCart(Behaviour.FINE));
				}
				return last;
			});
			revoker.join();
			assertThat(seen).allSatisfy((each) -> assertThat(each.outcome()).isEqualTo("ORDERED"));
			assertThat(run.cause()).isNull();
		}
	}

	@Test
	void tokensThatAreRefusedForEverythingStopTheRunAtOnce() throws Exception {
		AtomicInteger fetched = new AtomicInteger(1);
		AccessTokens dead = new AccessTokens() {

			@Override
			public String current() {
				return "dead-" + fetched.get();
			}

			@Override
			public void reject(String rejected) {
				fetched.compareAndSet(Integer.parseInt(rejected.substring(5)), fetched.get() + 1);
			}
		};
		StopSignal stop = new StopSignal();
		try (PartnerCenterClient client = fixture.client(dead)) {
			PartnerCenterCallRules rules = new PartnerCenterCallRules(client, stop);
			Cart cart = fixture.aCart(Behaviour.FINE);
			assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> rules.send(CallKind.CHECKOUT, () -> client.checkout(cart, RequestId.random())));
		}
		assertThat(stop.reason()).hasValueSatisfying((why) -> assertThat(why.kind()).isEqualTo(StopKind.SET_UP));
		assertThat(fetched).hasValueLessThanOrEqualTo(5);
	}

	@Test
	void tokenThatIsRefusedNowAndThenIsRenewedEachTime() throws Exception {
		// others would renew the token of a fixture that is shared
		try (CheckoutFixture own = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20))) {
			own.checkOut(own.aCart(Behaviour.FINE));
			long before = own.simulator.counts().tokenRequests();
			Cart cart = own.aCart(Behaviour.FINE);
			own.simulator.revokeTokens();
			Seen seen = own.checkOut(cart);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.requestIds()).isEqualTo("AA");
			assertThat(seen.attempts()).isEqualTo(1);
			assertThat(own.simulator.counts().tokenRequests()).isEqualTo(before + 1);
		}
	}

	@Test
	void throttlingUsesUpNoAttemptHoweverOften() throws Exception {
		Seen seen = fixture.checkOut(Behaviour.parse("429 times=3"));
		assertThat(seen.outcome()).isEqualTo("ORDERED");
		assertThat(seen.requestIds()).isEqualTo("AAAA");
		assertThat(seen.attempts()).isEqualTo(1);
		assertThat(seen.shortestGap()).as("Retry-After").isGreaterThanOrEqualTo(Duration.ofMillis(950));
	}

	@Test
	void retryAfterMayBeADate() throws Exception {
		Seen seen = fixture.checkOut(Behaviour.parse("429 body=retry-after-date times=1"));
		assertThat(seen.outcome()).isEqualTo("ORDERED");
		assertThat(seen.shortestGap()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
	}

	@Test
	void throttlingWithoutEndStopsTheRunAfterItsPatience() throws Exception {
		try (CheckoutFixture hurried = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20),
				CheckoutFixture.QUICK, (order, cart) -> false, Duration.ofMillis(1500))) {
			Seen seen = hurried.checkOut(Behaviour.parse("429"));
			assertThat(seen.outcome()).isEqualTo("NOTHING");
			assertThat(seen.stopKind()).isEqualTo("API_DOWN");
			assertThat(seen.stopCause().what()).contains("429");
		}
	}

	@Test
	void cartThatIsThrottledForEverDoesNotStopARunInWhichOthersGetThrough() throws Exception {
		// a second is over when another cart got through, however long that takes
		AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
		try (CheckoutFixture hurried = new CheckoutFixture(
				SimulatorSettings.builder().retryAfter(Duration.ofSeconds(1)).recordedRequests(1_000_000).build(),
				Duration.ofSeconds(20), CheckoutFixture.QUICK, (order, cart) -> false, Duration.ofSeconds(2), now::get);
				CheckoutFixture.Run run = hurried.new Run()) {
			Cart throttled = hurried.aCart(Behaviour.parse("429"));
			Cart bought = hurried.aCart(Behaviour.FINE);
			run.checkOut(bought);
			hurried.simulator.behave(bought.id().value(), Behaviour.parse("429"));
			AtomicBoolean over = new AtomicBoolean();
			Thread others = Thread.startVirtualThread(() -> {
				while (!over.get()) {
					try {
						run.checkOut(hurried.aCart(Behaviour.FINE));
						now.updateAndGet((instant) -> instant.plusSeconds(1));
					}
					catch (InterruptedException ex) {
						return;
					}
				}
			});
			List<Seen> seen = InParallel.each(List.of(throttled, bought),
					(cart) -> run.checkOut(cart, cart.equals(bought)));
			over.set(true);
			others.join();
			assertThat(seen).extracting(Seen::outcome).containsExactly("REFUSED", "ORDERED");
			assertThat(seen.getFirst().told().reason()).contains("429", "not accepted");
			assertThat(seen.getFirst().attempts()).isZero();
			assertThat(seen.getFirst().checkouts()).hasSizeGreaterThanOrEqualTo(5);
			assertThat(run.cause()).isNull();
		}
	}

	@Test
	void refusedConnectionIsAskedAgainUntilSomebodyIsThere() throws Exception {
		try (CheckoutFixture down = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20))) {
			Cart cart = down.aCart(Behaviour.FINE);
			down.checkOut(down.aCart(Behaviour.FINE));
			down.simulator.goDown(OutageMode.REFUSED, Duration.ofMillis(1500));
			Seen seen = down.checkOut(cart);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.checkouts()).hasSize(1);
			assertThat(seen.attempts()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "RESET", "UNAVAILABLE" })
	void outageIsWaitedForEvenByASingleCart(OutageMode kind) throws Exception {
		outageIsWaitedFor(kind, Duration.ofSeconds(20), Duration.ofSeconds(6));
	}

	@Test
	@Tag("long")
	void outageInWhichCallsHangIsWaitedForEvenByASingleCart() throws Exception {
		outageIsWaitedFor(OutageMode.HANG, Duration.ofSeconds(2), Duration.ofSeconds(30));
	}

	private static void outageIsWaitedFor(OutageMode kind, Duration readTimeout, Duration length) throws Exception {
		try (CheckoutFixture down = new CheckoutFixture(SimulatorSettings.DEFAULTS, readTimeout)) {
			down.checkOut(down.aCart(Behaviour.FINE));
			Cart cart = down.aCart(Behaviour.FINE);
			down.simulator.goDown(kind, length);
			Seen seen = down.checkOut(cart);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.attempts()).isEqualTo(1);
			assertThat(seen.requestIds()).matches("A+");
		}
	}

	@Test
	void outageBeyondPatienceLeavesTheCartForARestart() throws Exception {
		try (CheckoutFixture down = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(5),
				CheckoutFixture.QUICK, (order, cart) -> false, Duration.ofSeconds(2))) {
			down.checkOut(down.aCart(Behaviour.FINE));
			Cart cart = down.aCart(Behaviour.FINE);
			down.simulator.goDown(OutageMode.UNAVAILABLE);
			Seen seen = down.checkOut(cart);
			assertThat(seen.outcome()).isEqualTo("NOT_ATTEMPTED");
			assertThat(seen.stopKind()).isEqualTo("API_DOWN");
		}
	}

	@Test
	void cartsThatFailEachTimeAreNoOutage() throws Exception {
		try (CheckoutFixture hurried = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20),
				CheckoutFixture.QUICK, (order, cart) -> false, Duration.ofSeconds(3));
				CheckoutFixture.Run run = hurried.new Run()) {
			List<Cart> carts = Stream.generate(() -> hurried.aCart(Behaviour.parse("502"))).limit(12).toList();
			List<Seen> all = InParallel.each(carts, run::checkOut);
			assertThat(all).extracting(Seen::outcome).containsOnly("UNKNOWN");
			assertThat(run.cause()).isNull();
		}
	}

	@Test
	void refusalAfterALostAnswerIsLookedInto() throws Exception {
		RunProperties.Retry unhurried = new RunProperties.Retry(4, Duration.ofSeconds(3), Duration.ofSeconds(3),
				Duration.ofSeconds(3), Duration.ofMinutes(1));
		try (CheckoutFixture own = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20), unhurried,
				(order, cart) -> false, Duration.ofMinutes(5))) {
			Cart bought = own.aCart(Behaviour.parse("reset work=done"));
			Cart notBought = own.aCart(Behaviour.parse("reset"));
			for (Cart cart : List.of(bought, notBought)) {
				Thread.ofVirtual().start(() -> {
					Await.until(() -> !own.simulator.checkoutsOf(cart.id().value()).isEmpty());
					// what was done stays done: only the answer is another one now
					own.simulator.behave(cart.id().value(), Behaviour.parse("403 code=20002"));
				});
			}
			List<Seen> seen = InParallel.each(List.of(bought, notBought), own::checkOut);
			assertThat(seen).extracting(Seen::outcome).containsExactly("ORDERED", "REFUSED");
			assertThat(seen.getFirst().orders()).isEqualTo(seen.getFirst().trueOrders()).hasSize(1);
			assertThat(seen.getLast().calls()).endsWith("CL");
		}
	}

	@Test
	void refusalOfACartThatWasAskedBeforeIsLookedInto() throws Exception {
		Cart bought = fixture.aCart(Behaviour.FINE);
		assertThat(fixture.checkOut(bought).outcome()).isEqualTo("ORDERED");
		fixture.simulator.behave(bought.id().value(), Behaviour.parse("404 code=800008"));
		Cart notBought = fixture.aCart(Behaviour.parse("404 code=800008"));
		Cart gone = fixture.aCart(Behaviour.parse("404 code=800008 work=gone"));
		try (CheckoutFixture.Run run = fixture.new Run()) {
			Seen first = run.checkOut(bought, true);
			assertThat(first.outcome()).isEqualTo("ORDERED");
			assertThat(first.orders()).isEqualTo(first.trueOrders()).hasSize(1);
			assertThat(first.calls()).isEqualTo("CCLO");
			Seen second = run.checkOut(notBought, true);
			assertThat(second.outcome()).isEqualTo("REFUSED");
			assertThat(second.calls()).isEqualTo("CL");
			assertThat(run.checkOut(gone, true).outcome()).isEqualTo("UNKNOWN");
		}
	}

	@Test
	void cartThatWasAskedBeforeAndIsOrderedCostsNoFurtherCall() throws Exception {
		try (CheckoutFixture.Run run = fixture.new Run()) {
			Seen seen = run.checkOut(fixture.aCart(Behaviour.FINE), true);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.calls()).isEqualTo("C");
		}
	}

	@Test
	void ordersOfACartThatWasAskedBeforeAreWaitedFor() throws Exception {
		try (CheckoutFixture lagging = new CheckoutFixture(
				SimulatorSettings.builder().listLag(Duration.ofMillis(300)).build(), Duration.ofSeconds(20),
				new RunProperties.Retry(8, Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1),
						Duration.ofMinutes(1)),
				(order, cart) -> false, Duration.ofMinutes(1)); CheckoutFixture.Run run = lagging.new Run()) {
			Seen seen = run.checkOut(lagging.aCart(Behaviour.parse("400 code=800065 work=done")), true);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.orders()).isEqualTo(seen.trueOrders());
		}
	}

	@Test
	void ordersThatAreListedLateAreWaitedForAfterAnAnswerOfOurOwnWasLost() throws Exception {
		try (CheckoutFixture lagging = new CheckoutFixture(
				SimulatorSettings.builder().listLag(Duration.ofMillis(300)).build(), Duration.ofSeconds(20),
				new RunProperties.Retry(8, Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1),
						Duration.ofMinutes(1)),
				(order, cart) -> false, Duration.ofMinutes(1))) {
			Cart cart = lagging.aCart(Behaviour.parse("reset work=done times=1"));
			Thread.ofVirtual().start(() -> {
				while (lagging.simulator.checkoutsOf(cart.id().value()).isEmpty()) {
					Thread.onSpinWait();
				}
				lagging.simulator.behave(cart.id().value(), Behaviour.parse("400 code=800065 work=done"));
			});
			Seen seen = lagging.checkOut(cart);
			assertThat(seen.outcome()).isEqualTo("ORDERED");
			assertThat(seen.orders()).isEqualTo(seen.trueOrders());
		}
	}

	@Test
	void orderThatIsKnownAsAnotherCartsIsNotTaken() throws Exception {
		try (CheckoutFixture claimed = new CheckoutFixture(SimulatorSettings.DEFAULTS, Duration.ofSeconds(20),
				CheckoutFixture.QUICK, (order, cart) -> true, Duration.ofMinutes(1))) {
			Seen seen = claimed.checkOut(Behaviour.parse("400 code=800065 work=done"));
			assertThat(seen.outcome()).isEqualTo("ALREADY_ORDERED");
		}
	}

	@Test
	void eachOfManyCartsOfACustomerFindsItsOwnOrders() throws Exception {
		CustomerId customer = fixture.aCart(Behaviour.FINE).customer();
		List<Cart> carts = Stream
			.of("fine", "400 code=800065 work=done product=mixed", "500 work=done", "fine", "400 code=800065 work=done",
					"reset work=done product=saas", "400 code=800065 work=done")
			.map((words) -> fixture.aCartOf(customer, Behaviour.parse(words)))
			.toList();
		try (CheckoutFixture.Run run = fixture.new Run()) {
			for (Seen seen : InParallel.each(carts, run::checkOut)) {
				assertThat(seen.told()).isInstanceOf(CheckoutOutcome.Ordered.class);
				assertThat(seen.orders()).isEqualTo(seen.trueOrders()).isNotEmpty();
			}
		}
	}

	@Test
	void stoppedRunLeavesItsCartsForARestart() throws Exception {
		try (CheckoutFixture.Run run = fixture.new Run()) {
			Cart asked = fixture.aCart(Behaviour.parse("409"));
			Thread.ofVirtual().start(() -> {
				while (fixture.simulator.checkoutsOf(asked.id().value()).isEmpty()) {
					Thread.onSpinWait();
				}
				run.stop(new StopReason(StopKind.CREDIT, "for a test", "nothing"));
			});
			assertThat(run.checkOut(asked).outcome()).isEqualTo("NOT_ATTEMPTED");
			Seen notAsked = run.checkOut(fixture.aCart(Behaviour.FINE));
			assertThat(notAsked.outcome()).isEqualTo("NOTHING");
			assertThat(notAsked.checkouts()).isEmpty();
		}
	}

}
