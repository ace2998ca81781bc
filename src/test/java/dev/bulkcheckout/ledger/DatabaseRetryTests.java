package dev.bulkcheckout.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class DatabaseRetryTests {

	private final DatabaseRetry retry = new DatabaseRetry(Duration.ofHours(1), (sentence) -> {
	}, InstantSource.system());

	@Test
	void whatPassesIsTriedAgainUntilItSucceeds() {
		AtomicInteger tries = new AtomicInteger();
		assertThat(this.retry.call(() -> {
			if (tries.incrementAndGet() < 4) {
				throw new QueryTimeoutException("away");
			}
			return "done";
		})).isEqualTo("done");
		assertThat(tries).hasValue(4);
	}

	@Test
	void whatDoesNotPassIsThrownAtOnce() {
		AtomicInteger tries = new AtomicInteger();
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> this.retry.run(() -> {
			tries.incrementAndGet();
			throw new DataIntegrityViolationException("twice");
		}));
		assertThat(tries).hasValue(1);
	}

	@Test
	void anInterruptEndsTheWaitAndIsKept() throws Exception {
		CountDownLatch failed = new CountDownLatch(5);
		AtomicReference<String> ended = new AtomicReference<>();
		Thread waiting = Thread.ofVirtual().start(() -> {
			try {
				this.retry.run(() -> {
					failed.countDown();
					throw new QueryTimeoutException("away");
				});
			}
			catch (RuntimeException ex) {
				ended.set(ex.getMessage() + ", interrupted: " + Thread.currentThread().isInterrupted());
			}
		});
		failed.await();
		waiting.interrupt();
		waiting.join();
		assertThat(ended).hasValue("away, interrupted: true");
	}

}
