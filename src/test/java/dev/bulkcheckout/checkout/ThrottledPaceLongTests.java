package dev.bulkcheckout.checkout;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise about pace over real HTTP: 95 % of a throttle's rate at less than 2 %
 * refused. Prints what it measures.
 */
class ThrottledPaceLongTests {

	@ParameterizedTest
	@ValueSource(ints = { 20, 100, 500 })
	void throttleIsUsedAndRespected(int rate) throws Exception {
		PaceMeasurement measured = PaceMeasurement.of(rate, Duration.ofSeconds(15), Duration.ofSeconds(75));
		System.out.println(measured);
		assertThat(measured.carried()).isGreaterThanOrEqualTo(0.95);
		assertThat(measured.refused()).isLessThan(0.02);
	}

}
