package dev.bulkcheckout.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Every way of counting, in simulated time. */
class RateLimiterTests {

	private static final long SECOND = 1_000_000_000;

	private long now = 5 * SECOND;

	@Test
	void bucketAdmitsItsBurstAtOnceAndThenAsManyAsGrow() {
		RateLimiter limiter = limiter("20 burst=40");
		assertThat(admitted(limiter, 100)).isEqualTo(40);
		pass(Duration.ofMillis(500));
		assertThat(admitted(limiter, 100)).isEqualTo(10);
		pass(Duration.ofMinutes(1));
		assertThat(admitted(limiter, 100)).isEqualTo(40);
	}

	@ParameterizedTest
	@CsvSource({ "100,100", "100 burst=1s,100", "100 burst=100ms,10", "5 burst=100ms,1", "0.5,1", "3 burst=50,50" })
	void burstIsOneSecondUnlessSaidInCallsOrTime(String throttle, int burst) {
		assertThat(admitted(limiter(throttle), 200)).isEqualTo(burst);
	}

	@Test
	void bucketThatCountsRefusedCallsGoesDownToItsBurstBelowNothing() {
		RateLimiter limiter = limiter("10 burst=5 refused-count");
		assertThat(admitted(limiter, 5)).isEqualTo(5);
		assertThat(wait(limiter)).isEqualTo(Duration.ofSeconds(1));
		assertThat(admitted(limiter, 100)).isZero();
		pass(Duration.ofMillis(590));
		assertThat(admitted(limiter, 1)).isZero();
		pass(Duration.ofMillis(110));
		assertThat(admitted(limiter, 1)).isEqualTo(1);
	}

	@Test
	void fixedWindowBeginsAnewWhateverCameBefore() {
		RateLimiter limiter = limiter("20 fixed=1s");
		List<Long> windows = new ArrayList<>();
		boolean full = false;
		for (int i = 0; i < 3000; i++) {
			boolean admitted = wait(limiter) == null;
			if (admitted && full) {
				windows.add(this.now);
			}
			full = !admitted;
			pass(Duration.ofMillis(1));
		}
		assertThat(windows).hasSizeGreaterThanOrEqualTo(2);
		assertThat(windows.get(1) - windows.get(0)).isEqualTo(SECOND);
		assertThat(wait(limiter("20 fixed=1s"), 21)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void fixedWindowHasAPhaseThatNobodyKnows() {
		assertThat(IntStream.range(0, 50)
			.mapToLong((seed) -> untilAdmitted(
					new RateLimiter(Throttle.parse("1 fixed=10s as-fraction"), this.now, new SplittableRandom(seed))))
			.distinct()).hasSizeGreaterThan(40).allMatch((millis) -> millis > 0 && millis <= 10_000);
	}

	@Test
	void slidingWindowAdmitsWhenTheOldestCallLeavesIt() {
		RateLimiter limiter = limiter("2 sliding=1s as-fraction");
		assertThat(wait(limiter)).isNull();
		pass(Duration.ofMillis(300));
		assertThat(wait(limiter)).isNull();
		pass(Duration.ofMillis(300));
		assertThat(wait(limiter)).isEqualTo(Duration.ofMillis(400));
		pass(Duration.ofMillis(399));
		assertThat(wait(limiter)).isEqualTo(Duration.ofMillis(1));
		pass(Duration.ofMillis(1));
		assertThat(wait(limiter)).isNull();
		assertThat(wait(limiter)).isEqualTo(Duration.ofMillis(300));
	}

	@Test
	void slidingWindowThatCountsRefusedCallsStaysClosedForWhoeverInsists() {
		RateLimiter limiter = limiter("1 sliding=1s refused-count");
		assertThat(wait(limiter)).isNull();
		for (int i = 0; i < 5000; i++) {
			pass(Duration.ofMillis(999));
			assertThat(wait(limiter)).isEqualTo(Duration.ofSeconds(1));
		}
		pass(Duration.ofSeconds(1));
		assertThat(wait(limiter)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "20 fixed=60s", "20 sliding=60s", "20", "20 fixed=1s", "20 sliding=1s refused-count" })
	void noneAdmitsMoreThanItsLimitInTheLongRun(String throttle) {
		RateLimiter limiter = limiter(throttle);
		int admitted = 0;
		for (int i = 0; i < 600 * 20; i++) {
			admitted += admitted(limiter, 1);
			pass(Duration.ofMillis(50));
		}
		assertThat(admitted).isBetween(600 * 20 * 98 / 100, 600 * 20);
	}

	@Test
	void eachCustomerMayHaveALimitOfItsOwn() {
		RateLimiter limiter = limiter("1 fixed=60s per-customer");
		RateLimiter all = limiter("1 fixed=60s");
		for (String customer : List.of("a", "b", "c")) {
			assertThat(IntStream.range(0, 100).filter((i) -> limiter.refuse(customer, "", this.now) == null).count())
				.isEqualTo(60);
		}
		assertThat(IntStream.range(0, 100).filter((i) -> all.refuse("a" + i, "", this.now) == null).count())
			.isEqualTo(60);
	}

	@Test
	void retryAfterIsRoundedUpUnlessItIsAFractionOrAlwaysTheSame() {
		assertThat(wait(limiter("1000 burst=1"), 2)).isEqualTo(Duration.ofSeconds(1));
		assertThat(wait(limiter("0.4 burst=1"), 2)).isEqualTo(Duration.ofSeconds(3));
		assertThat(wait(limiter("0.4 burst=1 as-date"), 2)).isEqualTo(Duration.ofSeconds(3));
		assertThat(wait(limiter("0.4 burst=1 as-fraction"), 2)).isEqualTo(Duration.ofMillis(2500));
		assertThat(wait(limiter("0.4 burst=1 retry-after=60s"), 2)).isEqualTo(Duration.ofSeconds(60));
		assertThat(wait(limiter("0.4 burst=1 retry-after=PT-1S"), 2)).isEqualTo(Duration.ofSeconds(-1));
	}

	@Test
	void sporadicRefusalsComeAtRandomAndDoNotCount() {
		RateLimiter limiter = limiter("none sporadic=5% sporadic-retry-after=2s");
		assertThat(admitted(limiter, 10_000)).isBetween(9_300, 9_700);
		RateLimiter counting = limiter("1 fixed=1000s sporadic=50% sporadic-retry-after=7s");
		int admitted = 0;
		for (int i = 0; i < 1500; i++) {
			Duration wait = wait(counting);
			admitted += (wait == null) ? 1 : 0;
			assertThat(wait).isIn(null, Duration.ofSeconds(7));
		}
		assertThat(admitted).isBetween(600, 900);
		assertThat(admitted(counting, 2000)).isEqualTo(1000 - admitted);
	}

	@Test
	void someCartsAreRefusedOnceAndNoMore() {
		RateLimiter limiter = limiter("none once=25% sporadic-retry-after=2s");
		List<String> carts = IntStream.range(0, 1000).mapToObj((i) -> "cart" + i).toList();
		List<String> refused = carts.stream()
			.filter((cart) -> Duration.ofSeconds(2).equals(limiter.refuse("c", cart, this.now)))
			.toList();
		assertThat(refused).hasSizeBetween(180, 320);
		assertThat(carts).noneMatch((cart) -> limiter.refuse("c", cart, this.now) != null);
		assertThat(limiter.refuse("c", "", this.now)).isNull();
	}

	@Test
	void limitChangesAtItsTimes() {
		RateLimiter limiter = limiter("200 then=20@10s,50@20s");
		assertThat(admitted(limiter, 300)).isEqualTo(200);
		pass(Duration.ofSeconds(10));
		assertThat(admitted(limiter, 300)).isEqualTo(20);
		pass(Duration.ofMillis(9_999));
		assertThat(admitted(limiter, 300)).isEqualTo(20);
		pass(Duration.ofSeconds(2));
		assertThat(admitted(limiter, 300)).isEqualTo(50);
		RateLimiter sliding = limiter("20 sliding=1s then=2@1s");
		pass(Duration.ofMillis(900));
		assertThat(admitted(sliding, 30)).isEqualTo(20);
		pass(Duration.ofMillis(200));
		assertThat(admitted(sliding, 30)).isZero();
		pass(Duration.ofMillis(900));
		assertThat(admitted(sliding, 30)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "20 fixed=0s then=0@1s", "20 burst=0", "20 often", "20 sporadic=3", "20 then=5",
			"20 fixed=soon", "many" })
	void whatIsNoThrottleIsRefused(String throttle) {
		assertThatIllegalArgumentException().isThrownBy(() -> Throttle.parse(throttle));
	}

	private RateLimiter limiter(String throttle) {
		return new RateLimiter(Throttle.parse(throttle), this.now, new SplittableRandom(7));
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private @Nullable Duration wait(RateLimiter limiter) {
		return limiter.refuse("customer", "cart", this.now);
	}

	/** What the last of so many calls is told. */
	private @Nullable Duration wait(RateLimiter limiter, int calls) {
		assertThat(admitted(limiter, calls - 1)).isEqualTo(calls - 1);
		return wait(limiter);
	}

	private int admitted(RateLimiter limiter, int calls) {
		return (int) IntStream.range(0, calls).filter((i) -> wait(limiter) == null).count();
	}

	private long untilAdmitted(RateLimiter limiter) {
		assertThat(admitted(limiter, 10)).isEqualTo(10);
		Duration wait = wait(limiter);
		return (wait != null) ? wait.toMillis() : 0;
	}

}
