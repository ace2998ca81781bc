package dev.bulkcheckout.throttling;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateControlTests {

	private static final long SECOND = 1_000_000_000L;

	private static final double ANY = Double.POSITIVE_INFINITY;

	@Test
	void lessThanOneCallASecondIsPossible() {
		SimulatedRun run = ThrottleShapesTests.run(Limiter.bucket(0.2, 5, false), 1);
		assertThat(run.run(180).refused()).isLessThan(30);
		SimulatedRun.Carried carried = run.run(1800);
		assertThat(carried.perSecond()).isBetween(0.13, 0.21);
		assertThat(carried.shareRefused()).isLessThan(0.06);
	}

	@Test
	void theRateThatWasSetIsNeverExceeded() {
		RateControl control = new RateControl(50, 0);
		int sent = 0;
		for (long now = 0; now < 30 * SECOND; now += SECOND / 1000) {
			if (control.nextAt(now) <= now) {
				control.sent(now);
				control.accepted(now, now);
				sent++;
			}
		}
		assertThat(sent).isBetween(1400, 1502);
		assertThat(control.reason()).isEqualTo("held at 50/s, the rate that was set");
	}

	@Test
	void nothingIsSentDuringAPauseThatNoAcceptedCallEnds() {
		RateControl control = new RateControl(ANY, 0);
		control.sent(0);
		control.refused(0, SECOND / 10, 57 * SECOND);
		assertThat(control.nextAt(SECOND)).isEqualTo(57 * SECOND + SECOND / 10);
	}

	@Test
	void aCallThatWasSentAfterTheRefusedOneAndIsAcceptedEndsThePause() {
		RateControl control = runningFor(3);
		control.refused(3 * SECOND - 1, 3 * SECOND, 57 * SECOND);
		control.accepted(3 * SECOND - 2, 3 * SECOND);
		assertThat(control.nextAt(3 * SECOND)).as("sent before").isEqualTo(60 * SECOND);
		control.accepted(3 * SECOND, 3 * SECOND + 1);
		assertThat(control.nextAt(4 * SECOND)).as("sent after").isEqualTo(4 * SECOND);
	}

	@Test
	void aLoneRefusalIsNoLimit() {
		RateControl control = runningFor(3);
		double rate = control.rate();
		control.refused(3 * SECOND - 1, 3 * SECOND, 57 * SECOND);
		control.accepted(3 * SECOND, 3 * SECOND + 1);
		control.nextAt(4 * SECOND);
		assertThat(control.rate()).isGreaterThanOrEqualTo(rate);
		assertThat(control.reason()).startsWith("looking for the limit");
	}

	@Test
	void callsRefusedTogetherLowerTheRateOnce() {
		RateControl control = runningFor(3);
		double rate = control.rate();
		for (int i = 0; i < 50; i++) {
			control.refused(3 * SECOND - 1, 3 * SECOND, SECOND);
		}
		control.nextAt(5 * SECOND);
		assertThat(control.rate()).isBetween(rate / 4, 0.9 * rate);
		assertThat(control.reason()).matches("held at \\d+/s: the API refused at \\d+/s");
	}

	@Test
	void aLateRefusalOfTheSameBurstLowersAndStopsNothing() {
		RateControl control = runningFor(3);
		for (int i = 0; i < 50; i++) {
			control.refused(3 * SECOND - 1, 3 * SECOND, SECOND);
		}
		control.nextAt(5 * SECOND);
		double rate = control.rate();
		control.refused(3 * SECOND - 2, 5 * SECOND, SECOND);
		assertThat(control.nextAt(5 * SECOND)).isLessThan(5 * SECOND + SECOND / 10);
		assertThat(control.rate()).isEqualTo(rate);
	}

	@Test
	void refusalsWithoutEndLeaveAWayBack() {
		boolean[] refusing = { true };
		SimulatedRun run = ThrottleShapesTests.run((customer, cart, now) -> refusing[0] ? 1 : 0, 1);
		assertThat(run.run(300).refused()).isLessThan(200);
		refusing[0] = false;
		run.run(120);
		assertThat(run.run(10).perSecond()).isGreaterThan(30);
	}

	private static RateControl runningFor(int seconds) {
		RateControl control = new RateControl(ANY, 0);
		for (long now = 0; now < seconds * SECOND; now += SECOND / 1000) {
			if (control.nextAt(now) <= now) {
				control.sent(now);
				control.accepted(now, now);
			}
		}
		return control;
	}

}
