package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.bulkcheckout.job.RunEnd;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Outage;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An API that is down for 60 seconds in the middle of 2,000 carts.
 */
class ApiDownLongTests {

	private final Path directory;

	ApiDownLongTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@ParameterizedTest
	@EnumSource(Outage.class)
	void aMinuteOfOutageCostsNoCartAnAttempt(Outage kind) throws Exception {
		aMinuteCostsNoCartAnAttempt(kind,
				(simulator) -> new OutageDriver(simulator, Duration.ofSeconds(60), Map.of(1000L, kind)));
	}

	@ParameterizedTest
	@EnumSource(value = Outage.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSED")
	void aMinuteWithoutCheckoutsCostsNoCartAnAttempt(Outage kind) throws Exception {
		aMinuteCostsNoCartAnAttempt(kind,
				(simulator) -> OutageDriver.ofCheckouts(simulator, Duration.ofSeconds(60), Map.of(1000L, kind)));
	}

	private void aMinuteCostsNoCartAnAttempt(Outage kind, Function<Simulator, OutageDriver> drivers) throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(100)))
			.recordedRequests(100_000)
			.build();
		try (RunLab lab = new RunLab(this.directory, settings).with("partner-center.read-timeout", "5s")) {
			OutageDriver driver = drivers.apply(lab.simulator);
			driver.start();
			RunEnd end = lab.run(lab.aFileOf(2000));
			driver.end();
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(lab.carts()
				.values()
				.stream()
				.collect(Collectors.groupingBy((row) -> row.outcome() + " after " + row.attempts(),
						Collectors.counting())))
				.isEqualTo(Map.of("ORDERED after 1", 2000L));
			assertThat(driver.recoveries()).hasSize(1).allMatch((time) -> time.compareTo(Duration.ofSeconds(10)) < 0);
			System.out.println(
					kind + ": the run went on " + driver.recoveries().getFirst().toMillis() + " ms after the outage");
		}
	}

}
