package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.with;

@Timeout(30)
class OutageTests {

	private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

	private static final Duration PATIENCE = Duration.ofMinutes(30);

	private final AtomicReference<Instant> now = new AtomicReference<>(START);

	private final List<String> heard = new ArrayList<>();

	private final Outage outage = outage(OutageSettings.patience(PATIENCE), this.now::get);

	@AfterEach
	void close() {
		this.outage.close();
	}

	@Test
	void failuresOfDifferentCartsInARowAreAnOutage() {
		failing(4);
		assertThat(this.outage.maySend()).isTrue();
		assertThat(this.heard).isEmpty();
		failing(1);
		assertThat(this.outage.maySend()).isFalse();
		assertThat(this.outage.downSince()).contains(START);
		assertThat(this.heard).containsExactly("down: HTTP 503 since 03:00:00 until 03:30:00");
	}

	@Test
	void onePoisonousCartIsNoOutage() {
		for (int i = 0; i < 100; i++) {
			this.outage.failed("poisonous", false, "HTTP 500");
		}
		assertThat(this.outage.maySend()).isTrue();
	}

	@Test
	void refusedConnectionsCountWhoeverMeetsThem() {
		for (int i = 0; i < 5; i++) {
			this.outage.failed("one cart", true, "connection refused");
		}
		assertThat(this.outage.maySend()).isFalse();
	}

	@Test
	void aSuccessInBetweenStartsTheCountAnew() {
		for (int i = 0; i < 50; i++) {
			failing(4);
			this.outage.succeeded();
		}
		assertThat(this.outage.maySend()).isTrue();
	}

	@Test
	void manySuccessesBeforeDoNotHideAnOutage() {
		for (int i = 0; i < 1000; i++) {
			this.outage.succeeded();
		}
		failing(5);
		assertThat(this.outage.maySend()).isFalse();
	}

	@Test
	void whileItIsUpNobodyWaits() throws Exception {
		failing(4);
		assertThat(this.outage.awaitUp(false)).isZero();
	}

	@Test
	void oneProbeGoesOutEveryTwoSecondsAndEachByAnother() throws Exception {
		failing(5);
		Caller first = caller();
		Caller second = caller();
		Caller third = caller();
		pass(Duration.ofMillis(1900));
		assertThat(this.outage.waiting()).isEqualTo(3);
		pass(Duration.ofMillis(200));
		first.passed();
		pass(Duration.ofSeconds(10));
		assertThat(this.outage.waiting()).as("no second probe before the first is answered").isEqualTo(2);
		first.fails();
		first.waitsAgain();
		eventually().until(() -> this.outage.waiting() == 3);
		pass(Duration.ofMillis(2100));
		second.passed();
		second.fails();
		second.waitsAgain();
		eventually().until(() -> this.outage.waiting() == 3);
		pass(Duration.ofMillis(2100));
		third.passed();
	}

	@Test
	void anAnsweredProbeWakesEverybody() throws Exception {
		failing(5);
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			callers.add(caller());
		}
		pass(Duration.ofSeconds(40));
		callers.getFirst().passed();
		callers.getFirst().succeeds();
		for (Caller caller : callers.subList(1, callers.size())) {
			assertThat(caller.passed()).isEqualTo(Duration.ofSeconds(40));
		}
		assertThat(this.outage.downSince()).isEmpty();
		assertThat(this.heard).containsExactly("down: HTTP 503 since 03:00:00 until 03:30:00",
				"still: HTTP 503 since 03:00:00 until 03:30:00", "up after PT40S");
	}

	@Test
	void aLateAnswerOfACallFromBeforeEndsTheOutage() {
		failing(5);
		this.outage.succeeded();
		assertThat(this.outage.maySend()).isTrue();
		failing(4);
		assertThat(this.outage.maySend()).as("counted anew").isTrue();
	}

	@Test
	void lateFailuresOfOtherCallsDoNotEndTheProbe() throws Exception {
		failing(5);
		Caller probe = caller();
		caller();
		pass(Duration.ofSeconds(3));
		probe.passed();
		failing(20);
		pass(Duration.ofSeconds(3));
		assertThat(this.outage.waiting()).isOne();
		assertThat(this.outage.maySend()).isFalse();
		assertThat(probe.maySend()).isTrue();
	}

	@Test
	void aProbeThatIsNeverAnsweredIsReplaced() throws Exception {
		failing(5);
		Caller lost = caller();
		Caller next = caller();
		pass(Duration.ofSeconds(3));
		lost.passed();
		pass(Duration.ofSeconds(29));
		assertThat(this.outage.waiting()).isOne();
		pass(Duration.ofSeconds(1));
		next.passed();
		next.succeeds();
		assertThat(this.outage.downSince()).isEmpty();
	}

	@Test
	void patienceEndsForEverybodyAtOnce() throws Exception {
		failing(5);
		List<Caller> callers = List.of(caller(), caller(), caller());
		pass(Duration.ofSeconds(3));
		callers.getFirst().passed();
		callers.getFirst().fails();
		pass(PATIENCE.minusSeconds(3));
		assertThat(callers.get(1).thrown()).isInstanceOf(OutOfPatienceException.class)
			.hasMessageContaining("2026-11-22T03:00:00Z")
			.hasMessageContaining("30m")
			.hasMessageContaining("HTTP 503")
			.hasMessageContaining("restart");
		assertThat(callers.get(2).thrown()).isInstanceOf(OutOfPatienceException.class);
		assertThat(caller().thrown()).isInstanceOf(OutOfPatienceException.class);
	}

	@Test
	void stoppingWakesEverybody() throws Exception {
		failing(5);
		List<Caller> callers = List.of(caller(), caller());
		this.outage.close();
		for (Caller caller : callers) {
			assertThat(caller.thrown()).isInstanceOf(CancellationException.class);
		}
	}

	@Test
	void whenTheFirstIsInterruptedTheNextProbes() throws Exception {
		failing(5);
		Caller first = caller();
		Caller second = caller();
		first.thread.interrupt();
		assertThat(first.thrown()).isInstanceOf(InterruptedException.class);
		pass(Duration.ofSeconds(3));
		second.passed();
	}

	@Test
	void anOutageWhoseFirstProbeIsAnsweredWasNone() {
		failing(5);
		assertThat(this.outage.wasDownBetween(START.minusSeconds(1), START)).isTrue();
		this.now.set(START.plusSeconds(60));
		this.outage.succeeded();
		assertThat(this.outage.wasDownBetween(START.minusSeconds(1), START)).isFalse();
	}

	@Test
	void failuresFromTheFirstOneOnBelongToTheOutage() throws Exception {
		failing(4);
		this.now.set(START.plusSeconds(10));
		failing(1);
		assertThat(this.outage.wasDownBetween(START.minusSeconds(5), START.minusSeconds(1))).isFalse();
		assertThat(this.outage.wasDownBetween(START.minusSeconds(5), START)).isTrue();
		Caller probe = caller();
		pass(Duration.ofSeconds(10));
		probe.passed();
		probe.fails();
		this.now.set(START.plusSeconds(60));
		this.outage.succeeded();
		Instant later = START.plusSeconds(180);
		assertThat(this.outage.wasDownBetween(START.minusSeconds(5), START)).isTrue();
		assertThat(this.outage.wasDownBetween(START.plusSeconds(59), later)).as("sent into the outage").isTrue();
		assertThat(this.outage.wasDownBetween(START.plusSeconds(61), later)).isFalse();
	}

	@Test
	void fewCartsThatFailForLongWithNoOtherToAskAreAtFaultThemselves() throws Exception {
		try (Outage checkouts = outage(OutageSettings.patience(PATIENCE).ofCheckouts(), this.now::get)) {
			List<String> carts = failing(checkouts, 19);
			assertThat(checkouts.maySend()).isFalse();
			this.now.set(START.plusSeconds(600));
			assertThat(checkouts.awaitUp(false)).as("taken for their own fault").isZero();
			assertThat(checkouts.maySend()).isTrue();
			assertThat(checkouts.wasDownBetween(START, START.plusSeconds(600))).as("no outage").isFalse();
			carts.forEach((cart) -> checkouts.failed(cart, false, "HTTP 503"));
			assertThat(checkouts.maySend()).as("what is known tells nothing new").isTrue();
			assertThat(this.heard).contains("few: 19 after PT10M");
			for (String another : List.of("a", "b", "c", "d", "e")) {
				checkouts.failed(another, false, "HTTP 503");
			}
			assertThat(checkouts.downSince()).as("others fail, too").contains(START.plusSeconds(600));
			checkouts.succeeded();
			failing(checkouts, 5);
			assertThat(checkouts.maySend()).as("after a success all is as new").isFalse();
		}
	}

	@Test
	void manyCartsThatFailAreAnOutageUntilPatienceEnds() throws Exception {
		try (Outage checkouts = outage(OutageSettings.patience(PATIENCE).ofCheckouts(), this.now::get)) {
			failing(checkouts, 20);
			this.now.set(START.plus(PATIENCE));
			assertThatExceptionOfType(OutOfPatienceException.class).isThrownBy(() -> checkouts.awaitUp(false));
		}
	}

	@Test
	void cartThatDidNotFailYetIsWantedAndProbesAheadOfAllOthers() throws Exception {
		try (Outage checkouts = outage(OutageSettings.patience(PATIENCE).ofCheckouts(), this.now::get)) {
			assertThat(checkouts.wantsAnother()).isFalse();
			failing(checkouts, 8);
			Thread waiting = waiting(checkouts, false);
			assertThat(checkouts.wantsAnother()).isTrue();
			assertThat(checkouts.wantsAnother()).as("one for each probe").isFalse();
			Thread another = waiting(checkouts, true);
			this.now.set(START.plusSeconds(3));
			assertThat(checkouts.wantsAnother()).as("one is waiting").isFalse();
			checkouts.look();
			another.join();
			assertThat(waiting.isAlive()).isTrue();
			assertThat(checkouts.wantsAnother()).as("it is under way").isTrue();
			failing(checkouts, 20);
			this.now.set(START.plusSeconds(9));
			assertThat(checkouts.wantsAnother()).as("enough have failed").isFalse();
		}
	}

	@Test
	void probeThatIsHeldUpBeforeItIsSentKeepsItsTurn() throws Exception {
		failing(5);
		Caller probe = caller();
		caller();
		pass(Duration.ofSeconds(3));
		probe.passed();
		probe.waitsAgain();
		assertThat(probe.passed()).isZero();
		assertThat(this.outage.waiting()).isOne();
	}

	@Test
	void outageThatLastsIsSureOnlyOnceAProbeHasFailed() throws Exception {
		failing(5);
		assertThat(this.outage.wasSurelyDownBetween(START, START)).isFalse();
		Caller probe = caller();
		pass(Duration.ofSeconds(3));
		probe.passed();
		probe.fails();
		assertThat(this.outage.wasSurelyDownBetween(START, START)).isTrue();
	}

	private static List<String> failing(Outage outage, int carts) {
		List<String> failed = IntStream.range(0, carts).mapToObj(String::valueOf).toList();
		failed.forEach((cart) -> outage.failed(cart, false, "HTTP 503"));
		return failed;
	}

	private static Thread waiting(Outage outage, boolean fresh) {
		int before = outage.waiting();
		Thread thread = Thread.startVirtualThread(() -> {
			try {
				outage.awaitUp(fresh);
			}
			catch (InterruptedException | OutOfPatienceException | CancellationException ex) {
				// the test is over
			}
		});
		eventually().until(() -> outage.waiting() > before);
		return thread;
	}

	@Test
	void timePassesWithoutAnybodyLooking() throws Exception {
		OutageSettings quick = new OutageSettings(1, Duration.ofMillis(50), Duration.ofMillis(100),
				Duration.ofMillis(400), Duration.ofMillis(60), 0, Duration.ofMillis(400));
		try (Outage real = outage(quick, InstantSource.system())) {
			real.failed("a cart", true, "connection refused");
			assertThat(real.awaitUp(false)).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
			real.failed("a cart", true, "connection refused");
			Thread other = Thread.currentThread();
			AtomicReference<Throwable> thrown = new AtomicReference<>();
			Thread.startVirtualThread(() -> {
				try {
					while (other.isAlive()) {
						real.awaitUp(false);
						real.failed("a cart", true, "connection refused");
					}
				}
				catch (InterruptedException | OutOfPatienceException ex) {
					thrown.set(ex);
				}
			}).join();
			assertThat(thrown.get()).isInstanceOf(OutOfPatienceException.class);
		}
	}

	@Test
	void settingsThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OutageSettings.patience(Duration.ZERO))
			.withMessageContaining("patience");
	}

	private Outage outage(OutageSettings settings, InstantSource clock) {
		return new Outage(settings, clock, new OutageListener() {
			@Override
			public void apiDown(String what, Instant since, Instant givesUpAt) {
				heard("down", what, since, givesUpAt);
			}

			@Override
			public void stillDown(String what, Instant since, Instant givesUpAt) {
				heard("still", what, since, givesUpAt);
			}

			@Override
			public void fewCarts(int carts, Duration lasted) {
				OutageTests.this.heard.add("few: " + carts + " after " + lasted);
			}

			@Override
			public void apiUp(Duration lasted) {
				OutageTests.this.heard.add("up after " + lasted);
			}
		});
	}

	private void heard(String event, String what, Instant since, Instant givesUpAt) {
		this.heard.add("%s: %s since %s until %s".formatted(event, what, time(since), time(givesUpAt)));
	}

	private static ConditionFactory eventually() {
		return with().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).await();
	}

	private static String time(Instant instant) {
		return instant.toString().substring(11, 19);
	}

	private void failing(int carts) {
		for (int i = 0; i < carts; i++) {
			this.outage.failed(new Object(), false, "HTTP 503");
		}
	}

	private void pass(Duration time) {
		this.now.updateAndGet(instant -> instant.plus(time));
		this.outage.look();
	}

	/** Starts a thread that waits for the API, and returns when it does. */
	private Caller caller() {
		int before = this.outage.waiting();
		Caller caller = new Caller();
		eventually().until(() -> this.outage.waiting() > before || !caller.results.isEmpty());
		return caller;
	}

	/** A thread that calls when told. */
	private final class Caller {

		private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();

		private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();

		private final Thread thread = Thread.startVirtualThread(this::run);

		private void run() {
			try {
				this.results.add(OutageTests.this.outage.awaitUp(false));
				while (true) {
					this.orders.take().run();
				}
			}
			catch (InterruptedException | OutOfPatienceException | CancellationException ex) {
				this.results.add(ex);
			}
		}

		Duration passed() throws InterruptedException {
			return (Duration) result();
		}

		Throwable thrown() throws InterruptedException {
			return (Throwable) result();
		}

		void fails() throws InterruptedException {
			order(() -> OutageTests.this.outage.failed(this, false, "HTTP 503"));
		}

		void succeeds() throws InterruptedException {
			order(OutageTests.this.outage::succeeded);
		}

		boolean maySend() throws InterruptedException {
			boolean[] may = new boolean[1];
			order(() -> may[0] = OutageTests.this.outage.maySend());
			return may[0];
		}

		void waitsAgain() {
			this.orders.add(() -> {
				try {
					this.results.add(OutageTests.this.outage.awaitUp(false));
				}
				catch (InterruptedException | OutOfPatienceException ex) {
					this.results.add(ex);
				}
			});
		}

		private void order(Runnable order) throws InterruptedException {
			BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
			this.orders.add(() -> {
				order.run();
				done.add(true);
			});
			assertThat(done.poll(10, TimeUnit.SECONDS)).isTrue();
		}

		private Object result() throws InterruptedException {
			Object result = this.results.poll(10, TimeUnit.SECONDS);
			assertThat(result).as("what became of the caller").isNotNull();
			return result;
		}

	}

}
