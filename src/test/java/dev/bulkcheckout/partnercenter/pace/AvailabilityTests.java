package dev.bulkcheckout.partnercenter.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AvailabilityTests {

	private static final OutageSettings SETTINGS = OutageSettings.patience(Duration.ofMinutes(30));

	private final Availability availability = new Availability(outage(SETTINGS), outage(SETTINGS.ofCheckouts()));

	private static Outage outage(OutageSettings settings) {
		return new Outage(settings, InstantSource.fixed(Instant.EPOCH), new OutageListener() {
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
		for (int i = 0; i < 5; i++) {
			this.availability.failed(kind, i, notSent, "no answer");
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
	void checkoutsThatNeverLeftAreHeldAgainstTheApi() {
		failing(CallKind.CHECKOUT, true);
		assertThat(this.availability.maySend(CallKind.READ)).isFalse();
		this.availability.succeeded(CallKind.READ);
		assertThat(this.availability.maySend(CallKind.CHECKOUT)).isTrue();
	}

}
