package dev.bulkcheckout.throttling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class AvailabilityTests {

	private final Availability availability = availability(OutageSettings.patience(Duration.ofMinutes(30)),
			InstantSource.fixed(Instant.EPOCH));

	private static Availability availability(OutageSettings settings, InstantSource clock) {
		return new Availability(settings, clock, new StopSignal(), new Silence(), new Silence());
	}

	private static void failing(Availability availability, CallKind kind, boolean notSent) {
		for (int i = 0; i < 5; i++) {
			availability.unanswered(kind, i, notSent, false, "no answer");
		}
	}

	@Test
	void readsThatAreAnsweredDoNotAcquitCheckouts() {
		for (int i = 0; i < 5; i++) {
			this.availability.unanswered(CallKind.CHECKOUT, i, false, false, "HTTP 503");
			this.availability.answered(CallKind.READ);
		}
		assertThat(this.availability.isDown(CallKind.CHECKOUT)).isTrue();
		assertThat(this.availability.isDown(CallKind.READ)).isFalse();
		this.availability.answered(CallKind.CHECKOUT);
		assertThat(this.availability.isDown(CallKind.CHECKOUT)).isFalse();
	}

	@Test
	void readsThatFailHoldEverythingUp() {
		failing(this.availability, CallKind.READ, false);
		assertThat(this.availability.isDown(CallKind.READ)).isTrue();
		assertThat(this.availability.isDown(CallKind.CHECKOUT)).isTrue();
		this.availability.answered(CallKind.CHECKOUT);
		assertThat(this.availability.isDown(CallKind.READ)).isFalse();
	}

	@Test
	void checkoutsThatNeverLeftAreHeldAgainstTheApi() {
		failing(this.availability, CallKind.CHECKOUT, true);
		assertThat(this.availability.isDown(CallKind.READ)).isTrue();
		this.availability.answered(CallKind.READ);
		assertThat(this.availability.isDown(CallKind.CHECKOUT)).isFalse();
	}

	@Test
	void probeOfCheckoutsMayBeTheOneOfTheApiToo() throws Exception {
		OutageSettings quick = new OutageSettings(5, Duration.ofMillis(20), Duration.ofMinutes(5),
				Duration.ofMinutes(30), Duration.ofMinutes(1), 0);
		Availability both = availability(quick, InstantSource.system());
		failing(both, CallKind.CHECKOUT, false);
		failing(both, CallKind.READ, false);
		for (int i = 0; i < 3; i++) {
			assertThat(both.awaitUp(CallKind.CHECKOUT, true)).as("a probe of both").isTrue();
			both.unanswered(CallKind.CHECKOUT, "cart " + i, i == 1, true, "no answer");
		}
		assertThat(both.awaitUp(CallKind.READ, false)).as("a probe of the API").isTrue();
		both.answered(CallKind.READ);
		assertThat(both.isDown(CallKind.READ)).isFalse();
		assertThat(both.awaitUp(CallKind.CHECKOUT, true)).as("a probe of checkouts").isTrue();
	}

	private static final class Silence implements OutageListener {

		@Override
		public void apiDown(String what, Instant since, Instant givesUpAt) {
		}

		@Override
		public void stillDown(String what, Instant since, Instant givesUpAt) {
		}

		@Override
		public void apiUp(Duration lasted) {
		}

	}

}
