package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.bulkcheckout.RunFixture.CartRow;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An API that is down in the middle of a run is not the carts' fault.
 */
@Timeout(300)
class ApiDownIntegrationTests {

	private final Path directory;

	ApiDownIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void outagesOfEveryKindCostTimeAndNothingElse() throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(30)))
			.recordedRequests(100_000)
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings)) {
			OutageDriver driver = new OutageDriver(fixture, Duration.ofSeconds(6),
					Map.of(60L, OutageMode.REFUSED, 140L, OutageMode.UNAVAILABLE, 220L, OutageMode.RESET));
			driver.start();
			RunEnd end = fixture.run(fixture.aFileOf(300));
			driver.end();
			assertThat(end).as(() -> String.join("\n", fixture.said)).isInstanceOf(RunEnd.Finished.class);
			assertThat(driver.outages()).hasSize(3);
			Map<String, Long> outcomes = fixture.carts()
				.values()
				.stream()
				.collect(Collectors.groupingBy((row) -> row.outcome() + " after " + row.attempts(),
						Collectors.counting()));
			assertThat(outcomes).isEqualTo(Map.of("ORDERED after 1", 300L));
			assertThat(driver.recoveries()).allMatch((time) -> time.compareTo(Duration.ofSeconds(60)) < 0);
			assertThat(fixture.said).anyMatch((line) -> line.contains("no cart is charged for it"));
			assertThat(fixture.said).anyMatch((line) -> line.startsWith("Partner Center answers again after"));
		}
	}

	@Test
	void anApiThatIsDownForGoodEndsTheRunAndARestartFinishesIt() throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(30)))
			.recordedRequests(100_000)
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings).with("bulk-checkout.outage-timeout", "4s")) {
			OutageDriver driver = new OutageDriver(fixture, Duration.ofHours(1), Map.of(60L, OutageMode.UNAVAILABLE));
			driver.start();
			Path csv = fixture.aFileOf(150);
			RunEnd end = fixture.run(csv);
			driver.end();
			assertThat(end).isInstanceOfSatisfying(RunEnd.Stopped.class,
					(stopped) -> assertThat(stopped.reason().kind()).isEqualTo(StopKind.API_DOWN));
			Map<String, CartRow> before = fixture.carts();
			List<String> settled = before.entrySet()
				.stream()
				.filter((cart) -> cart.getValue().outcome().equals("ORDERED"))
				.map(Map.Entry::getKey)
				.toList();
			assertThat(settled).hasSizeGreaterThanOrEqualTo(60);
			assertThat(before.values()).extracting(CartRow::outcome).containsOnly("ORDERED", "NOT_ATTEMPTED");
			long seen = fixture.simulator.requests().getLast().number();
			fixture.simulator.comeBack();
			assertThat(fixture.run(csv)).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.carts().values()).extracting(CartRow::outcome).containsOnly("ORDERED").hasSize(150);
			assertThat(fixture.simulator.requests()
				.stream()
				.filter((request) -> request.number() > seen && request.isCheckout())
				.map(SeenRequest::cartId)).as("asked again by the restart").doesNotContainAnyElementsOf(settled);
			assertThat(fixture.run(csv)).isEqualTo(new RunEnd.AlreadyFinished(end.about().orElseThrow(), 0));
		}
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource(OutageMode.class)
	void aMinuteOfOutageCostsNoCartAnAttempt(OutageMode kind) throws Exception {
		aMinuteCostsNoCartAnAttempt(kind,
				(fixture) -> new OutageDriver(fixture, Duration.ofSeconds(60), Map.of(1000L, kind)));
	}

	@ParameterizedTest
	@Tag("long")
	@EnumSource(value = OutageMode.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSED")
	void aMinuteWithoutCheckoutsCostsNoCartAnAttempt(OutageMode kind) throws Exception {
		aMinuteCostsNoCartAnAttempt(kind,
				(fixture) -> OutageDriver.ofCheckouts(fixture, Duration.ofSeconds(60), Map.of(1000L, kind)));
	}

	private void aMinuteCostsNoCartAnAttempt(OutageMode kind, Function<RunFixture, OutageDriver> drivers)
			throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(100)))
			.recordedRequests(100_000)
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings).with("partner-center.read-timeout", "5s")) {
			OutageDriver driver = drivers.apply(fixture);
			driver.start();
			RunEnd end = fixture.run(fixture.aFileOf(2000));
			driver.end();
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.carts()
				.values()
				.stream()
				.collect(Collectors.groupingBy((row) -> row.outcome() + " after " + row.attempts(),
						Collectors.counting())))
				.isEqualTo(Map.of("ORDERED after 1", 2000L));
			assertThat(driver.recoveries()).hasSize(1).allMatch((time) -> time.compareTo(Duration.ofSeconds(60)) < 0);
			System.out.println(
					kind + ": the run went on " + driver.recoveries().getFirst().toMillis() + " ms after the outage");
		}
	}

}
