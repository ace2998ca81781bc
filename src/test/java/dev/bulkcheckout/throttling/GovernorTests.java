package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.bulkcheckout.cart.CustomerId;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.with;

@Timeout(30)
class GovernorTests {

	private static final CustomerId BUSY = new CustomerId("11111111-1111-1111-1111-111111111111");

	private static final CustomerId MODEST = new CustomerId("22222222-2222-2222-2222-222222222222");

	private final AtomicLong clock = new AtomicLong(5_000_000_000L);

	private Governor governor = new Governor(PaceSettings.inFlight(1), this.clock::get);

	@AfterEach
	void close() {
		this.governor.close();
	}

	@Test
	void noMoreCallsThanAllowedAreInFlight() throws InterruptedException {
		governor(PaceSettings.inFlight(3));
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			Thread.startVirtualThread(() -> {
				try (Permit permit = this.governor.acquire(BUSY)) {
					most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
					Thread.sleep(1);
					inFlight.decrementAndGet();
					permit.accepted();
					done.incrementAndGet();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
		}
		while (done.get() < 100) {
			pass(Duration.ofMillis(20));
			Thread.sleep(1);
		}
		assertThat(most).hasValueLessThanOrEqualTo(3);
		eventually().until(() -> this.governor.pace().inFlight() == 0);
		assertThat(this.governor.pace().granted()).isEqualTo(100);
	}

	@Test
	void oneCustomersManyCartsDoNotHoldUpAnother() throws InterruptedException {
		Permit first = this.governor.acquire(BUSY);
		List<CustomerId> served = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 10_000; i++) {
			serve(BUSY, served);
		}
		eventually().until(() -> this.governor.pace().waiting() == 10_000);
		for (int i = 0; i < 5; i++) {
			serve(MODEST, served);
		}
		eventually().until(() -> this.governor.pace().waiting() == 10_005);
		first.close();
		for (int i = 1; i <= 10; i++) {
			int expected = i;
			pass(Duration.ofSeconds(1));
			eventually().until(() -> served.size() == expected);
		}
		assertThat(served).filteredOn(MODEST::equals).hasSize(5);
	}

	@Test
	void onlyTheShareOfThisProcessIsInFlightAndOthersPausesHold() throws InterruptedException {
		governor(PaceSettings.inFlight(10));
		this.governor.share(0, 100, Duration.ZERO);
		List<CustomerId> served = Collections.synchronizedList(new ArrayList<>());
		serve(MODEST, served);
		eventually().until(() -> this.governor.pace().waiting() == 1);
		pass(Duration.ofSeconds(1));
		assertThat(this.governor.pace().waiting()).as("has no share").isOne();
		this.governor.share(1, 100, Duration.ofSeconds(5));
		pass(Duration.ofSeconds(4));
		assertThat(this.governor.pace().waiting()).as("others pause").isOne();
		assertThat(this.governor.pace().pausedFor()).as("told by others, not by the API").isZero();
		pass(Duration.ofSeconds(2));
		eventually().until(() -> served.size() == 1);
	}

	@Test
	void rateOfAShareIsNeverExceeded() throws InterruptedException {
		governor(PaceSettings.inFlight(10));
		this.governor.share(10, 2, Duration.ZERO);
		assertThat(this.governor.pace().rate()).isEqualTo(2);
		this.governor.share(10, 5, Duration.ZERO);
		assertThat(this.governor.pace().rate()).isLessThanOrEqualTo(5);
	}

	@Test
	void aRefusalPausesEverybodyForTheTimeAsked() throws InterruptedException {
		governor(PaceSettings.inFlight(10));
		try (Permit permit = this.governor.acquire(BUSY)) {
			permit.throttled(Duration.ofSeconds(57));
		}
		List<CustomerId> served = Collections.synchronizedList(new ArrayList<>());
		serve(MODEST, served);
		eventually().until(() -> this.governor.pace().waiting() == 1);
		pass(Duration.ofSeconds(56));
		assertThat(this.governor.pace().pausedFor()).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.governor.pace().waiting()).isOne();
		pass(Duration.ofSeconds(1));
		pass(Duration.ofSeconds(1));
		eventually().until(() -> served.size() == 1);
		assertThat(this.governor.pace().throttled()).isOne();
	}

	@Test
	void aRetryAfterOfHoursIsCut() throws InterruptedException {
		governor(new PaceSettings(10, 100, Duration.ofMinutes(5)));
		try (Permit permit = this.governor.acquire(BUSY)) {
			permit.throttled(Duration.ofHours(3));
		}
		assertThat(this.governor.pace().pausedFor()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void aSlowRateIsKept() throws InterruptedException {
		governor(PaceSettings.inFlight(10).withRate(0.5));
		this.governor.acquire(BUSY).close();
		List<CustomerId> served = Collections.synchronizedList(new ArrayList<>());
		serve(BUSY, served);
		serve(BUSY, served);
		eventually().until(() -> this.governor.pace().waiting() == 2);
		pass(Duration.ofMillis(1999));
		assertThat(this.governor.pace().waiting()).isEqualTo(2);
		pass(Duration.ofMillis(1));
		eventually().until(() -> served.size() == 1);
		pass(Duration.ofMillis(1999));
		assertThat(this.governor.pace().waiting()).isEqualTo(1);
		pass(Duration.ofMillis(1));
		eventually().until(() -> served.size() == 2);
	}

	@Test
	void anInterruptedWaiterHoldsNothing() throws InterruptedException {
		Permit held = this.governor.acquire(BUSY);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread waiter = Thread.startVirtualThread(() -> {
			try {
				this.governor.acquire(BUSY).close();
			}
			catch (InterruptedException | RuntimeException ex) {
				thrown.set(ex);
			}
		});
		eventually().until(() -> this.governor.pace().waiting() == 1);
		waiter.interrupt();
		waiter.join();
		assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
		assertThat(this.governor.pace().waiting()).isZero();
		held.close();
		held.close();
		pass(Duration.ofSeconds(1));
		assertThat(this.governor.pace().inFlight()).isZero();
		this.governor.acquire(MODEST).close();
	}

	@Test
	void anInterruptThatMeetsTheGrantLeaksNothing() throws InterruptedException {
		for (int i = 0; i < 300; i++) {
			pass(Duration.ofSeconds(1));
			Permit held = this.governor.acquire(BUSY);
			Thread waiter = Thread.startVirtualThread(() -> {
				try (Permit permit = this.governor.acquire(BUSY)) {
					permit.accepted();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			eventually().until(() -> this.governor.pace().waiting() == 1);
			this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
			held.close();
			waiter.interrupt();
			waiter.join();
			assertThat(this.governor.pace().inFlight()).isZero();
		}
	}

	@Test
	void interruptsLeakNoPermits() throws InterruptedException {
		this.governor.close();
		this.governor = new Governor(PaceSettings.inFlight(4));
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			threads.add(Thread.startVirtualThread(() -> {
				try (Permit permit = this.governor.acquire(BUSY)) {
					permit.accepted();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}));
		}
		eventually().until(() -> this.governor.pace().granted() > 5);
		for (Thread thread : threads) {
			thread.interrupt();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.governor.pace().inFlight()).isZero();
		assertThat(this.governor.pace().waiting()).isZero();
		this.governor.acquire(MODEST).close();
	}

	@Test
	void closingWakesWhoWaits() throws InterruptedException {
		Permit held = this.governor.acquire(BUSY);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread waiter = Thread.startVirtualThread(() -> {
			try {
				this.governor.acquire(BUSY).close();
			}
			catch (InterruptedException | RuntimeException ex) {
				thrown.set(ex);
			}
		});
		eventually().until(() -> this.governor.pace().waiting() == 1);
		this.governor.close();
		waiter.join();
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		assertThatThrownBy(() -> this.governor.acquire(BUSY)).isInstanceOf(CancellationException.class);
		held.close();
		assertThat(this.governor.pace().inFlight()).isZero();
	}

	@Test
	void timePassesWithoutAnybodyLooking() throws InterruptedException {
		this.governor.close();
		this.governor = new Governor(PaceSettings.inFlight(10).withRate(20));
		for (int i = 0; i < 5; i++) {
			this.governor.acquire(BUSY).close();
		}
		assertThat(this.governor.pace().granted()).isEqualTo(5);
	}

	@Test
	void settingsThatWouldStandStillAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> PaceSettings.inFlight(0))
			.withMessageContaining("concurrency");
		assertThatIllegalArgumentException().isThrownBy(() -> PaceSettings.inFlight(1).withRate(0))
			.withMessageContaining("rate");
		assertThatIllegalArgumentException().isThrownBy(() -> new PaceSettings(1, 1, Duration.ZERO))
			.withMessageContaining("longest-pause");
	}

	private static ConditionFactory eventually() {
		return with().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).await();
	}

	private void governor(PaceSettings settings) {
		this.governor.close();
		this.governor = new Governor(settings, this.clock::get);
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
		this.governor.look();
	}

	private void serve(CustomerId customer, List<CustomerId> served) {
		Thread.startVirtualThread(() -> {
			try (Permit permit = this.governor.acquire(customer)) {
				permit.accepted();
				served.add(customer);
			}
			catch (InterruptedException | CancellationException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
