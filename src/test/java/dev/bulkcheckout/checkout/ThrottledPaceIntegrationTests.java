package dev.bulkcheckout.checkout;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short look at the pace; {@link ThrottledPaceLongTests} measures.
 */
class ThrottledPaceIntegrationTests {

	@Test
	void throttleIsUsedAndRespected() throws Exception {
		PaceMeasurement measured = PaceMeasurement.of(100, Duration.ofSeconds(5), Duration.ofSeconds(10));
		assertThat(measured.carried()).as(measured.toString()).isBetween(0.6, 1.2);
		assertThat(measured.refused()).as(measured.toString()).isLessThan(0.06);
	}

}
