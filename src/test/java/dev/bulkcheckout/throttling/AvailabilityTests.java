package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AvailabilityTests {

	private static final OutageSettings SETTINGS = OutageSettings.patience(Duration.ofMinutes(30));

	private final Availability availability = new Availability(outage(SETTINGS), outage(SETTINGS.ofCheckouts()));

	private static Outage outage(OutageSettings settings) {
		return outage(settings, InstantSource.fixed(Instant.EPOCH));
	}

	private static Outage outage(OutageSettings settings, InstantSource clock) {
		return new Outage(settings, clock, new OutageListener() {
			@Override
			public void apiDown(String what, Instant since, Instant givesUpAt) {
			}

			@Override
			public void stillDown(String what, Instant since, Instant givesUpAt) {
			}

			@Override
			public void apiUp(Duration lasted) {
			}
		});
	}

	private void failing(CallKind kind, boolean notSent) {
		failing(this.availability, kind, notSent);
	}

	private static void failing(Availability availability, CallKind kind, boolean notSent) {
		for (int i = 0; i < 5; i++) {
			availability.failed(kind, i, notSent, "no answer");
		}
	}

	@Test
	void readsThatAreAnsweredDoNotAcquitCheckouts() {
		for (int i = 0; i < 5; i++) {
			this.availability.failed(CallKind.CHECKOUT, i, false, "HTTP 503");
			this.availability.succeeded(CallKind.READ);
		}
		assertThat(this.availability.maySend(CallKind.CHECKOUT)).isFalse();
		assertThat(this.availability.maySend(CallKind.READ)).isTrue();
		this.availability.succeeded(CallKind.CHECKOUT);
		assertThat(this.availability.maySend(CallKind.CHECKOUT)).isTrue();
	}

	@Test
	void readsThatFailHoldEverythingUp() {
		failing(CallKind.READ, false);
		assertThat(this.availability.maySend(CallKind.READ)).isFalse();
		assertThat(this.availability.maySend(CallKind.CHECKOUT)).isFalse();
		this.availability.succeeded(CallKind.CHECKOUT);
		assertThat(this.availability.maySend(CallKind.READ)).isTrue();
	}

	@Test
	void probeOfTheApiDoesNotWaitForTheProbeOfCheckoutsWhichWaitsForIt() throws Exception {
		OutageSettings quick = new OutageSettings(5, Duration.ofMillis(20), Duration.ofMinutes(5),
				Duration.ofMinutes(30), Duration.ofMinutes(1), 0, Duration.ofMinutes(30));
		try (Availability both = new Availability(outage(quick, InstantSource.system()),
				outage(quick, InstantSource.system()))) {
			failing(both, CallKind.CHECKOUT, false);
			both.awaitUp(CallKind.CHECKOUT, false);
			assertThat(both.maySend(CallKind.CHECKOUT)).as("this thread is the probe of checkouts").isTrue();
			CompletableFuture.runAsync(() -> failing(both, CallKind.READ, false)).get();
			assertThat(both.maySend(CallKind.CHECKOUT)).as("which is held up by the API").isFalse();
			CompletableFuture<Boolean> probe = new CompletableFuture<>();
			Thread.ofVirtual().start(() -> {
				try {
					both.awaitUp(CallKind.CHECKOUT, false);
					probe.complete(both.maySend(CallKind.CHECKOUT));
				}
				catch (InterruptedException | OutOfPatienceException | RuntimeException ex) {
					probe.completeExceptionally(ex);
				}
			});
			assertThat(probe.get(20, TimeUnit.SECONDS)).as("another one is let out").isTrue();
		}
	}

	@Test
	void checkoutsThatNeverLeftAreHeldAgainstTheApi() {
		failing(CallKind.CHECKOUT, true);
		assertThat(this.availability.maySend(CallKind.READ)).isFalse();
		this.availability.succeeded(CallKind.READ);
		assertThat(this.availability.maySend(CallKind.CHECKOUT)).isTrue();
	}

}
