package dev.bulkcheckout.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bulkcheckout.settings.RunProperties;

import static org.assertj.core.api.Assertions.assertThat;

class PollingScheduleTests {

	private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

	private static final PollingSchedule EXACT = new PollingSchedule(new RunProperties.Polling(Duration.ofSeconds(5),
			Duration.ofSeconds(5), Duration.ofMinutes(5), 400, Duration.ofMinutes(30)), () -> 0);

	@Test
	void pausesDoubleFromSecondsToMinutes() {
		assertThat(IntStream.rangeClosed(1, 9)
			.mapToObj((looks) -> Duration.between(NOW, EXACT.next(NOW, looks)).toSeconds()))
			.containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
		assertThat(EXACT.next(NOW, 0)).isEqualTo(NOW.plusSeconds(5));
		assertThat(EXACT.next(NOW, 1_000_000)).isEqualTo(NOW.plusSeconds(300));
	}

	@Test
	void looksAreSpreadByATenthAtMost() {
		PollingSchedule random = new PollingSchedule(new RunProperties.Polling(Duration.ofSeconds(5),
				Duration.ofSeconds(5), Duration.ofMinutes(5), 400, Duration.ofMinutes(30)),
				() -> ThreadLocalRandom.current().nextDouble());
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> Duration.between(NOW, random.next(NOW, 7)).toMillis()))
			.allMatch((millis) -> millis >= 270_000 && millis <= 300_000)
			.anyMatch((millis) -> millis < 280_000);
	}

	@Test
	void standardReachesFarIntoTheSecondDay() {
		PollingSchedule standard = EXACT;
		Instant at = NOW;
		for (int looks = 1; looks < standard.polling().maxReads(); looks++) {
			at = standard.next(at, looks);
		}
		assertThat(at).isAfter(NOW.plus(Duration.ofHours(28)));
	}

}
