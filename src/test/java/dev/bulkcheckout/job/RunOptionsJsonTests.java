package dev.bulkcheckout.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunOptionsJsonTests {

	@Test
	void everyOptionSurvives() {
		RunOptions options = new RunOptions(Path.of("out", "night"), 64, 12.5, Duration.ofHours(30),
				Duration.ofSeconds(90), MaxRefused.parse("3%"), LocalTime.of(5, 30), true, true);
		assertThat(RunOptionsJson.read(RunOptionsJson.write(options))).isEqualTo(options);
	}

	@Test
	void whatIsNotGivenStaysSo() {
		RunOptions options = new RunOptions(null, 1, null, Duration.ZERO, Duration.ofMinutes(30), MaxRefused.DEFAULT,
				null, false, false);
		assertThat(RunOptionsJson.read(RunOptionsJson.write(options))).isEqualTo(options);
	}

	@Test
	void storedFormIsReadAsItWasWrittenOnce() {
		RunOptions read = RunOptionsJson
			.read("{\"output\":null,\"concurrency\":32,\"rate\":null,\"reconcileFor\":\"PT1H\","
					+ "\"patience\":\"PT30M\",\"maxRefused\":\"20%\",\"stopAt\":\"05:30\",\"alsoReconcileOlder\":false,"
					+ "\"rehearsal\":false}");
		assertThat(read).isEqualTo(new RunOptions(null, 32, null, Duration.ofHours(1), Duration.ofMinutes(30),
				MaxRefused.DEFAULT, LocalTime.of(5, 30), false, false));
	}

}
