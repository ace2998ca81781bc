package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bulkcheckout.settings.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class SharedTokenTests {

	private static final Duration LIFE = Duration.ofSeconds(100);

	private static final Duration EARLY = Duration.ofSeconds(20);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T02:00:00Z"));

	private final AtomicInteger asked = new AtomicInteger();

	private final Semaphore answers = new Semaphore(0);

	private volatile @Nullable NoAccessTokenException fault;

	private final SharedToken token = new SharedToken(this::ask, EARLY, Duration.ofSeconds(30), this.now::get);

	@Test
	void sixtyFourThreadsWithoutATokenAskOnceAndWait() throws Exception {
		assertThat(inParallel(64, this.token::current, () -> this.answers.release(64))).containsOnly("t0ken-1");
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aDueTokenIsRenewedByOneWhileTheOthersGoOn() throws Exception {
		firstToken();
		after(Duration.ofSeconds(81));
		// no answer comes, and yet nobody waits
		assertThat(inParallel(64, this.token::current, () -> {
		})).containsOnly("t0ken-1");
		Awaitility.await().untilAtomic(this.asked, org.hamcrest.Matchers.equalTo(2));
		this.answers.release();
		Awaitility.await().until(this.token::current, "t0ken-2"::equals);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void aTokenIsNotRenewedBeforeItIsDue() {
		firstToken();
		after(Duration.ofSeconds(79));
		assertThat(this.token.current()).isEqualTo("t0ken-1");
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aTokenAtItsEndIsNotGivenAway() {
		firstToken();
		after(Duration.ofSeconds(96));
		this.answers.release();
		assertThat(this.token.current()).isEqualTo("t0ken-2");
	}

	@Test
	void aRejectedTokenIsReplacedOnceForAll() throws Exception {
		firstToken();
		this.answers.release(64);
		assertThat(inParallel(64, () -> {
			this.token.reject("t0ken-1");
			return this.token.current();
		}, () -> {
		})).containsOnly("t0ken-2");
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void rejectingATokenOfThePastChangesNothing() {
		firstToken();
		this.token.reject("t0ken-0");
		assertThat(this.token.current()).isEqualTo("t0ken-1");
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aFailedRenewalIsSilentWhileTheOldTokenIsGood() {
		firstToken();
		this.fault = new NoAccessTokenException("down", true, null);
		after(Duration.ofSeconds(81));
		this.answers.release(1000);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.token.current()).isEqualTo("t0ken-1");
		}
		Awaitility.await().untilAtomic(this.asked, org.hamcrest.Matchers.equalTo(2));
		after(Duration.ofSeconds(6));
		this.fault = null;
		Awaitility.await().until(this.token::current, "t0ken-3"::equals);
	}

	@Test
	void withoutAGoodTokenTheFaultIsEverybodys() throws Exception {
		this.fault = new NoAccessTokenException("the client secret is wrong", null);
		List<String> told = inParallel(64, () -> {
			try {
				return this.token.current();
			}
			catch (NoAccessTokenException ex) {
				return ex.getMessage() + ex.isPassing();
			}
		}, () -> this.answers.release(64));
		assertThat(told).containsOnly("the client secret is wrongfalse");
	}

	@Test
	void aPermanentFaultIsNotAskedForAgainAtOnce() {
		this.fault = new NoAccessTokenException("the client secret is wrong", null);
		this.answers.release(1000);
		for (int i = 0; i < 64; i++) {
			assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(this.token::current)
				.withMessage("the client secret is wrong");
		}
		assertThat(this.asked).hasValue(1);
		after(Duration.ofSeconds(31));
		this.fault = null;
		assertThat(this.token.current()).isEqualTo("t0ken-2");
	}

	@Test
	void anEndpointThatAsksForAPauseIsLeftAloneForAsLong() {
		firstToken();
		this.answers.release(1000);
		this.fault = new NoAccessTokenException("too many", true, Duration.ofSeconds(60), null);
		after(Duration.ofSeconds(81));
		for (int i = 0; i < 64; i++) {
			assertThat(this.token.current()).as("the old one is good").isEqualTo("t0ken-1");
		}
		Awaitility.await().untilAtomic(this.asked, org.hamcrest.Matchers.equalTo(2));
		after(Duration.ofSeconds(20));
		for (int i = 0; i < 64; i++) {
			assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(this.token::current)
				.withMessage("too many")
				.matches(NoAccessTokenException::isPassing);
		}
		assertThat(this.asked).hasValue(2);
		this.fault = null;
		after(Duration.ofSeconds(41));
		assertThat(this.token.current()).isEqualTo("t0ken-3");
	}

	@Test
	void anInterruptIsAStopRequest() throws Exception {
		AtomicReference<String> told = new AtomicReference<>();
		Thread waiting = Thread.ofVirtual().start(() -> {
			try {
				this.token.current();
			}
			catch (NoAccessTokenException ex) {
				told.set(ex.getMessage() + Thread.currentThread().isInterrupted());
			}
		});
		Awaitility.await().untilAtomic(this.asked, org.hamcrest.Matchers.equalTo(1));
		waiting.interrupt();
		waiting.join();
		assertThat(told).hasValue("stopped while waiting for an access tokentrue");
		this.answers.release();
		assertThat(this.token.current()).isEqualTo("t0ken-1");
	}

	@Test
	void aRenewalThatNeverEndsIsBrokenOff() {
		SharedToken impatient = new SharedToken(this::ask, EARLY, Duration.ofMillis(50), this.now::get);
		assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(impatient::current)
			.withMessageContaining("did not end within");
		Awaitility.await().until(() -> {
			this.answers.release();
			return Set.of("t0ken-1", "t0ken-2", "t0ken-3").contains(this.token.current());
		});
	}

	private void firstToken() {
		this.answers.release();
		assertThat(this.token.current()).isEqualTo("t0ken-1");
	}

	private void after(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	private IssuedToken ask() {
		int number = this.asked.incrementAndGet();
		Instant askedAt = this.now.get();
		try {
			this.answers.acquire();
		}
		catch (InterruptedException ex) {
			throw new NoAccessTokenException("interrupted", ex);
		}
		NoAccessTokenException current = this.fault;
		if (current != null) {
			throw current;
		}
		return new IssuedToken(Secret.of("t0ken-" + number), askedAt, askedAt.plus(LIFE));
	}

	private static <T> List<T> inParallel(int threads, java.util.concurrent.Callable<T> task, Runnable whenAllRun)
			throws Exception {
		CountDownLatch start = new CountDownLatch(threads);
		List<Future<T>> results = new ArrayList<>();
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < threads; i++) {
				results.add(executor.submit(() -> {
					start.countDown();
					start.await();
					return task.call();
				}));
			}
			start.await();
			whenAllRun.run();
			List<T> answers = new ArrayList<>();
			for (Future<T> result : results) {
				answers.add(result.get(30, TimeUnit.SECONDS));
			}
			return answers;
		}
	}

}
