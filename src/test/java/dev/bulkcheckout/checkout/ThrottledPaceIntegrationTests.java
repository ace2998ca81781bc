package dev.bulkcheckout.checkout;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise about pace over real HTTP, from a cold start; prints what it measures. The
 * shapes are told apart in {@code ThrottleShapesTests}, without the machine.
 */
class ThrottledPaceIntegrationTests {

	@Test
	void throttleIsUsedAndRespected() throws Exception {
		PaceMeasurement measured = PaceMeasurement.of("100 fixed=1s", Duration.ofSeconds(15));
		System.out.println(measured);
		assertThat(measured.perSecond()).as(measured.toString()).isBetween(50.0, 120.0);
		assertThat(measured.refused()).as(measured.toString()).isLessThan(0.08);
	}

	@ParameterizedTest
	@Tag("long")
	@CsvSource({ "100 fixed=1s, 75, 95, 2", "20 fixed=1s, 75, 18, 2", "100 sliding=1s, 75, 93, 2",
			"20 sliding=1s, 75, 17.2, 2", "100 burst=100ms, 75, 95, 2", "100 burst=500ms, 75, 97, 2",
			"100 burst=1s, 75, 97, 2", "20 sliding=10s, 300, 18.4, 2", "10 sliding=60s, 300, 9.7, 2.5",
			"5 burst=1s, 300, 4.75, 3", "none, 20, 500, 1", "none sporadic=1% sporadic-retry-after=2s, 75, 400, 2",
			"none sporadic=5% sporadic-retry-after=2s, 75, 400, 6" })
	void promise(String throttle, int seconds, double perSecond, double refusedPercent) throws Exception {
		PaceMeasurement measured = PaceMeasurement.of(throttle, Duration.ofSeconds(seconds));
		System.out.println(measured);
		assertThat(measured.perSecond()).as(measured.toString()).isGreaterThan(perSecond);
		assertThat(100 * measured.refused()).as(measured.toString()).isLessThan(refusedPercent);
	}

}
