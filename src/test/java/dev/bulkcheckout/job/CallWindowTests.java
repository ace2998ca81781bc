package dev.bulkcheckout.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class CallWindowTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final StopSignal stop = new StopSignal();

	private static final StopReason REASON = new StopReason(StopKind.OPERATOR, "for a test", "nothing");

	private static boolean noMore() {
		return false;
	}

	/** Hands out numbers from 0, a page at a time. */
	private static final class Numbers implements Feed<Integer> {

		private final int count;

		private final List<Integer> settled = new CopyOnWriteArrayList<>();

		private int next;

		Numbers(int count) {
			this.count = count;
		}

		@Override
		public Supply<Integer> next(int limit) {
			if (this.next == this.count) {
				return new Supply.Over<>();
			}
			int end = Math.min(this.count, this.next + limit);
			List<Integer> page = IntStream.range(this.next, end).boxed().toList();
			this.next = end;
			return new Supply.Now<>(page);
		}

		@Override
		public void settled(Integer work) {
			this.settled.add(work);
		}

	}

	private static List<Integer> all(CallWindow<Integer, Integer> window) throws InterruptedException {
		List<Integer> all = new ArrayList<>();
		List<Integer> batch = window.take(10);
		while (!batch.isEmpty()) {
			assertThat(batch).hasSizeLessThanOrEqualTo(10);
			all.addAll(batch);
			batch = window.take(10);
		}
		return all;
	}

	@Test
	void noResultIsLost() throws Exception {
		Numbers feed = new Numbers(3000);
		try (CallWindow<Integer, Integer> window = new CallWindow<>(feed, Optional::of, 64, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			assertThat(all(window)).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 3000).boxed().toList());
		}
		assertThat(feed.settled).hasSize(3000).doesNotHaveDuplicates();
	}

	@Test
	void emptyFeedIsOverAtOnce() throws Exception {
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(0), Optional::of, 4,
				CallWindowTests::noMore, this.stop, LONG)) {
			window.open();
			assertThat(window.take(10)).isEmpty();
		}
	}

	@Test
	void placeIsGivenBackOnlyWhenItsResultIsSettled() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Semaphore answered = new Semaphore(0);
		CallWindow.Call<Integer, Integer> call = (number) -> {
			asked.incrementAndGet();
			answered.release();
			return Optional.of(number);
		};
		Numbers feed = new Numbers(100);
		try (CallWindow<Integer, Integer> window = new CallWindow<>(feed, call, 8, CallWindowTests::noMore, this.stop,
				LONG)) {
			window.open();
			answered.acquire(8);
			List<Integer> taken = new ArrayList<>(window.take(300));
			while (taken.size() < 8) {
				// what was taken is settled by the next call, and makes room
				assertThat(asked.get()).isLessThanOrEqualTo(8 + taken.size());
				taken.addAll(window.take(300));
			}
			Thread.sleep(300);
			assertThat(asked.get()).as("answered, not settled").isLessThanOrEqualTo(8 + taken.size());
			assertThat(feed.settled.size()).isLessThan(taken.size());
			taken.addAll(all(window));
			assertThat(taken).hasSize(100);
		}
	}

	@Test
	void neverMoreInFlightThanPlaces() throws Exception {
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CallWindow.Call<Integer, Integer> call = (number) -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			Thread.sleep(2);
			now.decrementAndGet();
			return Optional.of(number);
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(300), call, 7, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			assertThat(all(window)).hasSize(300);
		}
		assertThat(most.get()).isBetween(2, 7);
	}

	@Test
	void stopDrainsWhatIsInFlightAndStartsNothing() throws Exception {
		CountDownLatch inFlight = new CountDownLatch(5);
		CountDownLatch answer = new CountDownLatch(1);
		CallWindow.Call<Integer, Integer> call = (number) -> {
			inFlight.countDown();
			answer.await();
			return Optional.of(number);
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(1000), call, 5, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			inFlight.await();
			this.stop.raise(REASON);
			answer.countDown();
			assertThat(all(window)).hasSize(5);
		}
	}

	@Test
	void whatWasStoppedBeforeItAskedHasNoResult() throws Exception {
		CallWindow.Call<Integer, Integer> call = (number) -> (number % 2 == 0) ? Optional.of(number) : Optional.empty();
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(500), call, 5, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			assertThat(all(window)).hasSize(250).allMatch((number) -> number % 2 == 0);
		}
	}

	@Test
	void fullWindowTakesInOneMoreWhenWantedAndShrinksAgain() throws Exception {
		AtomicInteger wanted = new AtomicInteger(3);
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch sevenAreOut = new CountDownLatch(7);
		CallWindow.Call<Integer, Integer> call = (number) -> {
			int now = inFlight.incrementAndGet();
			(number < 7 ? new AtomicInteger() : most).accumulateAndGet(now, Math::max);
			sevenAreOut.countDown();
			sevenAreOut.await();
			Thread.sleep(5);
			inFlight.decrementAndGet();
			return Optional.of(number);
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(100), call, 4,
				() -> wanted.getAndUpdate((left) -> Math.max(0, left - 1)) > 0, this.stop, LONG)) {
			window.open();
			assertThat(all(window)).hasSize(100);
		}
		assertThat(most.get()).as("in flight later on").isLessThanOrEqualTo(4);
		assertThat(sevenAreOut.getCount()).isZero();
	}

	@Test
	void failingCallSurfacesAfterTheOthersWereHandedOut() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch lastStarted = new CountDownLatch(1);
		CallWindow.Call<Integer, Integer> call = (number) -> {
			if (number == 2) {
				// what comes after a failure is not started any more
				lastStarted.await();
				failed.countDown();
				throw new IllegalArgumentException("the third one fails");
			}
			if (number == 3) {
				lastStarted.countDown();
			}
			failed.await();
			Thread.sleep(50);
			return Optional.of(number);
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(1000), call, 4, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			List<Integer> handedOut = new ArrayList<>();
			assertThatIllegalStateException().isThrownBy(() -> {
				List<Integer> batch = window.take(10);
				while (!batch.isEmpty()) {
					handedOut.addAll(batch);
					batch = window.take(10);
				}
			}).withMessage("the third one fails").withCauseInstanceOf(IllegalArgumentException.class);
			assertThat(handedOut).contains(0, 1, 3).hasSizeLessThan(20);
		}
	}

	@Test
	void failingFeedSurfacesToo() throws Exception {
		Feed<Integer> feed = (limit) -> {
			throw new IllegalStateException("the ledger is gone");
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(feed, Optional::of, 4, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			assertThatIllegalStateException().isThrownBy(() -> window.take(10)).withMessage("the ledger is gone");
		}
	}

	@Test
	void graceInterruptsWhatHangs() throws Exception {
		CountDownLatch inFlight = new CountDownLatch(3);
		CallWindow.Call<Integer, Integer> call = (number) -> {
			inFlight.countDown();
			new CountDownLatch(1).await();
			return Optional.of(number);
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(1000), call, 3, CallWindowTests::noMore,
				this.stop, Duration.ofMillis(200))) {
			window.open();
			inFlight.await();
			this.stop.raise(REASON);
			assertThat(all(window)).isEmpty();
		}
	}

	@Test
	void noGraceAtAllEndsAsWell() throws Exception {
		for (int i = 0; i < 50; i++) {
			StopSignal signal = new StopSignal();
			try (CallWindow<Integer, Integer> window = new CallWindow<>(new Numbers(10_000), Optional::of, 50,
					CallWindowTests::noMore, signal, Duration.ZERO)) {
				window.open();
				window.take(10);
				signal.raise(REASON);
				List<Integer> batch = window.take(10);
				while (!batch.isEmpty()) {
					batch = window.take(10);
				}
			}
		}
	}

	@Test
	void laterIsWaitedForAndAskedAgain() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Feed<Integer> feed = (limit) -> switch (asked.incrementAndGet()) {
			case 1, 2 -> new Feed.Supply.Later<>(Duration.ofMillis(10));
			case 3 -> new Feed.Supply.Now<>(List.of(7));
			default -> new Feed.Supply.Over<>();
		};
		try (CallWindow<Integer, Integer> window = new CallWindow<>(feed, Optional::of, 4, CallWindowTests::noMore,
				this.stop, LONG)) {
			window.open();
			assertThat(all(window)).containsExactly(7);
		}
		assertThat(asked).hasValue(4);
	}

}
