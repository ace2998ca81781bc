package dev.bulkcheckout.serve;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ZonedCronTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	@ParameterizedTest
	@CsvSource({ "2027-03-26T20:00, 2027-03-27T01:30:00Z 2027-03-28T01:00:00Z 2027-03-29T00:30:00Z",
			"2026-10-23T20:00, 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z" })
	void aTimeThatIsLeftOutOrShownTwiceFiresOncePerDay(LocalDateTime from, String expected) {
		assertThat(times("30 2 * * *", BERLIN, from)).containsExactlyElementsOf(instants(expected));
	}

	@ParameterizedTest
	@CsvSource({ "2027-03-28T01:00, 2027-03-28T00:30:00Z 2027-03-28T01:00:00Z 2027-03-28T01:30:00Z",
			"2026-10-25T01:59, 2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z" })
	void everyHalfHourIsEveryHalfHourThatPasses(LocalDateTime from, String expected) {
		assertThat(times("*/30 * * * *", BERLIN, from)).containsExactlyElementsOf(instants(expected));
	}

	@Test
	void severalTimesThatAreLeftOutAreOne() {
		assertThat(times("0,20,40 2,3 * * *", BERLIN, LocalDateTime.parse("2027-03-28T00:00")))
			.containsExactlyElementsOf(instants("2027-03-28T01:00:00Z 2027-03-28T01:20:00Z 2027-03-28T01:40:00Z"));
	}

	@Test
	void aZoneThatSetsItsClockAtMidnightHasItsNight() {
		assertThat(times("10 0 * * *", ZoneId.of("America/Havana"), LocalDateTime.parse("2027-03-13T12:00")))
			.startsWith(Instant.parse("2027-03-14T05:00:00Z"), Instant.parse("2027-03-15T04:10:00Z"));
	}

	@Test
	void itsOwnTimesAreToldFromOthers() {
		ZonedCron cron = ZonedCron.of("30 2 * * *", BERLIN);
		assertThat(cron.isOne(Instant.parse("2027-03-28T01:00:00Z"))).isTrue();
		assertThat(cron.isOne(Instant.parse("2027-03-28T01:00:05Z"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 30 2 * * *", "30 2 * *", "61 2 * * *", "nightly", "@daily" })
	void whatIsNoCrontabIsRefused(String expression) {
		assertThatIllegalArgumentException().isThrownBy(() -> ZonedCron.of(expression, BERLIN));
	}

	private static List<Instant> times(String cron, ZoneId zone, LocalDateTime from) {
		ZonedCron times = ZonedCron.of(cron, zone);
		return Stream.iterate(times.next(from.atZone(zone).toInstant()), times::next).limit(3).toList();
	}

	private static List<Instant> instants(String texts) {
		return Stream.of(texts.split(" ", -1)).map(Instant::parse).toList();
	}

}
