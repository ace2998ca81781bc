package dev.bulkcheckout.throttling;

import dev.bulkcheckout.throttling.ThrottledApi.Carried;
import dev.bulkcheckout.throttling.ThrottledApi.Throttle;
import dev.bulkcheckout.throttling.ThrottledApi.TokenBucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RateControlTests {

	private static final long SECOND = 1_000_000_000L;

	@ParameterizedTest
	@CsvSource({ "20, 64, 0.05, 0.05", "20, 64, 0.05, 0.2", "20, 64, 0.2, 0.2", "20, 256, 0.05, 0.2",
			"100, 64, 0.05, 0.05", "100, 64, 0.05, 0.2", "100, 64, 0.2, 0.2", "100, 256, 0.05, 0.2",
			"500, 64, 0.05, 0.05", "500, 128, 0.05, 0.2", "500, 256, 0.05, 0.2", "500, 256, 0.2, 0.2" })
	void carriesWhatIsAllowedWithFewRefusals(int limit, int concurrency, double fastest, double slowest) {
		Carried carried = new ThrottledApi(Throttle.bucket(limit, 1), concurrency, fastest, slowest).run(60);
		show("%d a second, %d in flight, %s to %s s".formatted(limit, concurrency, fastest, slowest), carried, limit);
		assertThat(carried.perSecond()).isGreaterThan(0.95 * limit);
		assertThat(carried.shareRefused()).isLessThan(0.02);
	}

	@ParameterizedTest
	@CsvSource({ "20, 0.2, 70", "20, 0.5, 92", "20, 2, 97", "100, 0.2, 92", "100, 0.5, 94", "100, 2, 97",
			"500, 0.2, 93", "500, 0.5, 94", "500, 2, 97" })
	void carriesMostWhateverTheBurst(int limit, double burst, int percent) {
		Carried carried = new ThrottledApi(Throttle.bucket(limit, burst), 128, 0.05, 0.2).run(120);
		show("%d a second, burst %s s".formatted(limit, burst), carried, limit);
		assertThat(carried.perSecond()).isGreaterThan(percent * limit / 100.0);
		assertThat(carried.shareRefused()).isLessThan(0.02);
	}

	@ParameterizedTest
	@CsvSource({ "500, 60, 0, 0.2", "500, 60, 20, 0.2", "500, 60, 45, 2", "6000, 60, 0, 0.2", "100, 300, 0, 0.2",
			"100, 300, 200, 2" })
	void countsPerWindowDoNotMakeItCollapse(int calls, int seconds, int startedSecondsAgo, double slowest) {
		ThrottledApi api = new ThrottledApi(Throttle.window(calls, seconds, startedSecondsAgo), 64, slowest / 4,
				slowest);
		double limit = (double) calls / seconds;
		Carried first = api.run(5 * seconds);
		Carried later = api.run(20 * seconds);
		show("%d per %d s, to %s s, first 5 windows".formatted(calls, seconds, slowest), first, limit);
		show("%d per %d s, to %s s, later".formatted(calls, seconds, slowest), later, limit);
		assertThat(first.perSecond()).isGreaterThan(0.9 * limit);
		assertThat(later.perSecond()).isGreaterThan(0.95 * limit);
		assertThat(later.shareRefused()).isLessThan(0.03);
	}

	@Test
	void pausesMuchLongerThanNeededAreMadeRare() {
		TokenBucket bucket = Throttle.bucket(100, 1);
		ThrottledApi api = new ThrottledApi(now -> (bucket.ask(now) == 0) ? 0 : 60 * SECOND, 64, 0.05, 0.2);
		api.run(180);
		Carried carried = api.run(1800);
		show("100 a second, Retry-After always 60 s", carried, 100);
		assertThat(carried.perSecond()).isGreaterThan(40);
		assertThat(carried.shareRefused()).isLessThan(0.001);
	}

	@Test
	void aLimitThatIsLoweredIsFoundWithinSeconds() {
		TokenBucket bucket = Throttle.bucket(200, 1);
		ThrottledApi api = new ThrottledApi(bucket, 64, 0.05, 0.2);
		api.run(60);
		bucket.rate(20);
		Carried falling = api.run(20);
		Carried fallen = api.run(60);
		show("lowered from 200 to 20, 20 s", falling, 20);
		show("lowered from 200 to 20, then", fallen, 20);
		assertThat(falling.refused()).isLessThan(100);
		assertThat(fallen.perSecond()).isBetween(18.0, 20.5);
		assertThat(fallen.shareRefused()).isLessThan(0.02);
	}

	@Test
	void aLimitThatIsRaisedIsFoundWithinMinutes() {
		TokenBucket bucket = Throttle.bucket(20, 1);
		ThrottledApi api = new ThrottledApi(bucket, 64, 0.05, 0.2);
		api.run(600);
		bucket.rate(200);
		api.run(180);
		Carried risen = api.run(60);
		show("raised from 20 to 200, after 3 minutes", risen, 200);
		assertThat(risen.perSecond()).isGreaterThan(180);
	}

	@Test
	void lessThanOneCallASecondIsPossible() {
		ThrottledApi api = new ThrottledApi(Throttle.bucket(0.2, 5), 64, 0.05, 0.2);
		assertThat(api.run(180).refused()).isLessThan(20);
		Carried carried = api.run(1800);
		show("0.2 a second", carried, 0.2);
		assertThat(carried.perSecond()).isBetween(0.17, 0.21);
		assertThat(carried.shareRefused()).isLessThan(0.05);
	}

	@Test
	void theRateThatWasSetIsNeverExceeded() {
		ThrottledApi api = new ThrottledApi(now -> 0, 64, 0.001, 0.002, 50);
		for (int second = 0; second < 30; second++) {
			assertThat(api.run(1).accepted()).isLessThanOrEqualTo(52);
		}
		assertThat(api.run(10).accepted()).isGreaterThan(495);
	}

	@Test
	void nothingHoldsBackWhereNothingIsRefused() {
		ThrottledApi api = new ThrottledApi(now -> 0, 64, 0.05, 0.15);
		api.run(5);
		assertThat(api.run(5).perSecond()).isGreaterThan(620);
		assertThat(api.rate()).as("not far above what is really sent").isLessThan(2600);
	}

	@Test
	void nothingIsSentDuringAPause() {
		RateControl control = new RateControl(Double.POSITIVE_INFINITY, 0);
		control.sent(0);
		control.refused(SECOND / 10, 0, 57 * SECOND);
		assertThat(control.nextAt(SECOND)).isEqualTo(57 * SECOND + SECOND / 10);
	}

	@Test
	void callsRefusedTogetherLowerTheRateOnce() {
		RateControl once = runningFor(3);
		once.refused(3 * SECOND, 3 * SECOND - 1, SECOND);
		RateControl often = runningFor(3);
		for (int i = 0; i < 50; i++) {
			often.refused(3 * SECOND, 3 * SECOND - 1, SECOND);
		}
		once.nextAt(5 * SECOND);
		often.nextAt(5 * SECOND);
		assertThat(often.rate()).isEqualTo(once.rate()).isGreaterThan(2);
	}

	@Test
	void aLateRefusalOfTheSameBurstLowersNothing() {
		RateControl control = runningFor(3);
		control.refused(3 * SECOND, 3 * SECOND - 1, SECOND);
		control.nextAt(5 * SECOND);
		double rate = control.rate();
		control.refused(5 * SECOND, 3 * SECOND - 2, SECOND);
		assertThat(control.nextAt(5 * SECOND)).isEqualTo(6 * SECOND);
		control.nextAt(7 * SECOND);
		assertThat(control.rate()).isEqualTo(rate);
	}

	@Test
	void refusalsWithoutEndLeaveAWayBack() {
		boolean[] refusing = { true };
		ThrottledApi api = new ThrottledApi(now -> refusing[0] ? SECOND : 0, 64, 0.05, 0.2);
		Carried refused = api.run(300);
		assertThat(refused.refused()).isLessThan(200);
		refusing[0] = false;
		api.run(120);
		assertThat(api.run(10).perSecond()).isGreaterThan(30);
	}

	private static RateControl runningFor(int seconds) {
		RateControl control = new RateControl(Double.POSITIVE_INFINITY, 0);
		for (long now = 0; now < seconds * SECOND; now += SECOND / 1000) {
			if (control.nextAt(now) <= now) {
				control.sent(now);
				control.accepted(now);
			}
		}
		return control;
	}

	private static void show(String what, Carried carried, double limit) {
		System.out.printf("%s: %.1f %% of the limit, %.2f %% refused%n", what, 100 * carried.perSecond() / limit,
				100 * carried.shareRefused());
	}

}
