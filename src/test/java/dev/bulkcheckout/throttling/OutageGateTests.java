package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class OutageGateTests {

	private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

	private static final Duration PATIENCE = Duration.ofMinutes(30);

	private final AtomicReference<Instant> now = new AtomicReference<>(START);

	private final List<String> heard = new ArrayList<>();

	private final StopSignal stop = new StopSignal();

	private final OutageGate api = gate(OutageSettings.patience(PATIENCE), this.now::get);

	private final OutageGate checkouts = gate(OutageSettings.patience(PATIENCE).ofCheckouts(), this.now::get);

	@Test
	void failuresOfDifferentCartsInARowAreAnOutage() {
		failing(this.api, 4);
		assertThat(this.api.isDown()).isFalse();
		assertThat(this.heard).isEmpty();
		failing(this.api, 1);
		assertThat(this.api.isDown()).isTrue();
		assertThat(this.heard).containsExactly("down: HTTP 503 since 03:00:00 until 03:30:00");
	}

	@Test
	void onePoisonousCartIsNoOutage() {
		for (int i = 0; i < 100; i++) {
			this.api.unanswered("poisonous", false, false, "HTTP 500");
		}
		assertThat(this.api.isDown()).isFalse();
	}

	@Test
	void refusedConnectionsCountWhoeverMeetsThem() {
		for (int i = 0; i < 5; i++) {
			this.api.unanswered("one cart", true, false, "connection refused");
		}
		assertThat(this.api.isDown()).isTrue();
	}

	@Test
	void aSuccessInBetweenStartsTheCountAnew() {
		for (int i = 0; i < 50; i++) {
			failing(this.api, 4);
			this.api.answered();
		}
		assertThat(this.api.isDown()).isFalse();
	}

	@Test
	void manySuccessesBeforeDoNotHideAnOutage() {
		for (int i = 0; i < 1000; i++) {
			this.api.answered();
		}
		failing(this.api, 5);
		assertThat(this.api.isDown()).isTrue();
	}

	@Test
	void whileItIsUpNobodyWaitsAndNobodyIsAProbe() throws Exception {
		failing(this.api, 4);
		assertThat(this.api.awaitUp(false)).isFalse();
	}

	@Test
	void oneProbeGoesOutEveryTwoSeconds() throws Exception {
		failing(this.api, 5);
		pass(Duration.ofMillis(1900));
		assertThat(this.api.mayProbe(false)).isFalse();
		pass(Duration.ofMillis(200));
		assertThat(this.api.mayProbe(false)).isTrue();
		pass(Duration.ofSeconds(10));
		assertThat(this.api.mayProbe(false)).as("no second probe before the first is answered").isFalse();
		probeFails(this.api);
		assertThat(this.api.mayProbe(false)).isFalse();
		pass(Duration.ofMillis(2100));
		assertThat(this.api.mayProbe(false)).isTrue();
	}

	@Test
	void anAnsweredProbeOpensTheGateForEverybody() throws Exception {
		failing(this.api, 5);
		pass(Duration.ofSeconds(40));
		assertThat(this.api.mayProbe(false)).isTrue();
		CompletableFuture<Boolean> waiting = waiting(this.api);
		this.api.answered();
		assertThat(waiting.get(20, TimeUnit.SECONDS)).as("is a probe").isFalse();
		assertThat(this.heard).containsExactly("down: HTTP 503 since 03:00:00 until 03:30:00",
				"still: HTTP 503 since 03:00:00 until 03:30:00", "up after PT40S");
	}

	@Test
	void aLateAnswerOfACallFromBeforeEndsTheOutage() {
		failing(this.api, 5);
		this.api.answered();
		assertThat(this.api.isDown()).isFalse();
		failing(this.api, 4);
		assertThat(this.api.isDown()).as("counted anew").isFalse();
	}

	@Test
	void lateFailuresOfOtherCallsDoNotEndTheProbe() throws Exception {
		failing(this.api, 5);
		pass(Duration.ofSeconds(3));
		assertThat(this.api.mayProbe(false)).isTrue();
		failing(this.api, 20);
		pass(Duration.ofSeconds(3));
		assertThat(this.api.mayProbe(false)).as("one is still under way").isFalse();
	}

	@Test
	void aProbeThatIsNeverAnsweredIsReplaced() throws Exception {
		OutageSettings quick = new OutageSettings(1, Duration.ofMillis(20), Duration.ofMillis(100), PATIENCE,
				Duration.ofMinutes(1), 0);
		OutageGate real = gate(quick, InstantSource.system());
		real.unanswered("a cart", false, false, "HTTP 503");
		assertThat(real.awaitUp(false)).isTrue();
		assertThat(real.awaitUp(false)).as("another one goes out").isTrue();
		assertThat(real.wasDownBetween(Instant.now(), Instant.now())).as("silence is a failure, too").isTrue();
	}

	@Test
	void patienceEndsForEverybodyAtOnce() {
		failing(this.api, 5);
		pass(PATIENCE);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(OutOfPatienceException.class).isThrownBy(() -> this.api.awaitUp(false))
				.withMessageContaining("2026-11-22T03:00:00Z")
				.withMessageContaining("30m")
				.withMessageContaining("HTTP 503")
				.withMessageContaining("restart");
		}
	}

	@Test
	void stoppingWakesEverybody() {
		failing(this.api, 5);
		List<CompletableFuture<Boolean>> waiting = List.of(waiting(this.api), waiting(this.api));
		this.stop.raise(new StopReason(StopKind.OPERATOR, "stop", ""));
		for (CompletableFuture<Boolean> one : waiting) {
			assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).isInstanceOfAny(CancellationException.class,
					ExecutionException.class);
		}
	}

	@Test
	void anOutageWhoseFirstProbeIsAnsweredWasNone() {
		failing(this.api, 5);
		pass(Duration.ofSeconds(60));
		this.api.answered();
		assertThat(this.api.wasDownBetween(START.minusSeconds(1), START)).isFalse();
	}

	@Test
	void outageThatLastsIsSureOnceAProbeHasFailed() throws Exception {
		failing(this.api, 5);
		assertThat(this.api.wasDownBetween(START, START)).isFalse();
		pass(Duration.ofSeconds(3));
		assertThat(this.api.mayProbe(false)).isTrue();
		probeFails(this.api);
		assertThat(this.api.wasDownBetween(START, START)).isTrue();
	}

	@Test
	void failuresFromTheFirstOneOnBelongToTheOutage() throws Exception {
		failing(this.api, 4);
		pass(Duration.ofSeconds(10));
		failing(this.api, 1);
		pass(Duration.ofSeconds(10));
		assertThat(this.api.mayProbe(false)).isTrue();
		probeFails(this.api);
		assertThat(this.api.wasDownBetween(START.minusSeconds(5), START.minusSeconds(1))).isFalse();
		assertThat(this.api.wasDownBetween(START.minusSeconds(5), START)).isTrue();
		this.now.set(START.plusSeconds(60));
		this.api.answered();
		Instant later = START.plusSeconds(180);
		assertThat(this.api.wasDownBetween(START.minusSeconds(5), START)).isTrue();
		assertThat(this.api.wasDownBetween(START.plusSeconds(59), later)).as("sent into the outage").isTrue();
		assertThat(this.api.wasDownBetween(START.plusSeconds(61), later)).isFalse();
	}

	@Test
	void fewCartsThatFailWithNoOtherToAskAreAtFaultThemselves() throws Exception {
		List<String> carts = failing(this.checkouts, 19);
		assertThat(this.checkouts.isDown()).isTrue();
		pass(Duration.ofSeconds(3));
		assertThat(this.checkouts.mayProbe(false)).isTrue();
		this.checkouts.unanswered(carts.getFirst(), false, true, "HTTP 503");
		pass(Duration.ofSeconds(8));
		assertThat(this.checkouts.awaitUp(false)).as("is a probe").isFalse();
		assertThat(this.checkouts.isDown()).as("taken for their own fault").isFalse();
		assertThat(this.checkouts.wasDownBetween(START, START.plusSeconds(600))).as("no outage").isFalse();
		carts.forEach((cart) -> this.checkouts.unanswered(cart, false, false, "HTTP 503"));
		assertThat(this.checkouts.isDown()).as("what is known tells nothing new").isFalse();
		assertThat(this.heard).contains("few: 19 after PT11S");
		for (String another : List.of("a", "b", "c", "d", "e")) {
			this.checkouts.unanswered(another, false, false, "HTTP 503");
		}
		assertThat(this.checkouts.isDown()).as("others fail, too").isTrue();
		this.checkouts.answered();
		failing(this.checkouts, 5);
		assertThat(this.checkouts.isDown()).as("after a success all is as new").isTrue();
	}

	@Test
	void whileThereAreOtherCartsToAskFewThatFailAreAnOutage() throws Exception {
		failing(this.checkouts, 5);
		for (int i = 0; i < 100; i++) {
			pass(Duration.ofSeconds(1));
			if (this.checkouts.mayProbe(true)) {
				this.checkouts.unanswered("another", false, true, "HTTP 503");
			}
			pass(Duration.ofMillis(100));
			assertThat(this.checkouts.mayProbe(false)).as("not before one that did not fail yet").isFalse();
		}
		assertThat(this.checkouts.isDown()).isTrue();
	}

	@Test
	void manyCartsThatFailAreAnOutageUntilPatienceEnds() {
		failing(this.checkouts, 20);
		pass(PATIENCE);
		assertThatExceptionOfType(OutOfPatienceException.class).isThrownBy(() -> this.checkouts.awaitUp(false));
	}

	@Test
	void timePassesWithoutAnybodyLooking() throws Exception {
		OutageSettings quick = new OutageSettings(1, Duration.ofMillis(50), Duration.ofMillis(100),
				Duration.ofMillis(400), Duration.ofMillis(60), 0);
		OutageGate real = gate(quick, InstantSource.system());
		real.unanswered("a cart", true, false, "connection refused");
		assertThatExceptionOfType(OutOfPatienceException.class).isThrownBy(() -> {
			while (true) {
				real.unanswered("a cart", true, real.awaitUp(false), "connection refused");
			}
		});
	}

	@Test
	void settingsThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OutageSettings.patience(Duration.ZERO))
			.withMessageContaining("patience");
	}

	private OutageGate gate(OutageSettings settings, InstantSource clock) {
		return new OutageGate(settings, clock, this.stop, new OutageListener() {
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
				OutageGateTests.this.heard.add("few: " + carts + " after " + lasted);
			}

			@Override
			public void apiUp(Duration lasted) {
				OutageGateTests.this.heard.add("up after " + lasted);
			}
		});
	}

	private void heard(String event, String what, Instant since, Instant givesUpAt) {
		this.heard.add("%s: %s since %s until %s".formatted(event, what, time(since), time(givesUpAt)));
	}

	private static String time(Instant instant) {
		return instant.toString().substring(11, 19);
	}

	/** So many carts that did not fail before; their names if there are no others. */
	private static List<String> failing(OutageGate gate, int carts) {
		List<String> failed = IntStream.range(0, carts).mapToObj((cart) -> cart + " of " + carts).toList();
		failed.forEach((cart) -> gate.unanswered(cart, false, false, "HTTP 503"));
		return failed;
	}

	private static void probeFails(OutageGate gate) {
		gate.unanswered(new Object(), false, true, "HTTP 503");
	}

	private void pass(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

	/** A thread that waits for the API. */
	private static CompletableFuture<Boolean> waiting(OutageGate gate) {
		CompletableFuture<Boolean> passed = new CompletableFuture<>();
		Thread.startVirtualThread(() -> {
			try {
				passed.complete(gate.awaitUp(false));
			}
			catch (InterruptedException | OutOfPatienceException | RuntimeException ex) {
				passed.completeExceptionally(ex);
			}
		});
		return passed;
	}

}
