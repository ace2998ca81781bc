package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An API that answers reads and no checkout is down all the same, and is told from carts
 * whose checkouts alone fail.
 */
@Timeout(300)
class CheckoutDownIntegrationTests {

	private final Path directory;

	CheckoutDownIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void outagesOfTheCheckoutAloneCostTimeAndNothingElse() throws Exception {
		assertOutagesCostTimeAndNothingElse(4, "1m", OutageMode.UNAVAILABLE, OutageMode.RESET);
	}

	@Test
	void aRunOfNothingButPoisonousCartsEnds() throws Exception {
		try (RunFixture fixture = fixture(this.directory, 32).with("bulk-checkout.outage-timeout", "6s")) {
			RunEnd end = fixture.run(fixture.aFileOf(poisonous(fixture, 12)));
			assertThat(end).as(() -> String.join("\n", fixture.said))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 3));
			assertThat(outcomes(fixture)).isEqualTo(Map.of("UNKNOWN after 4", 12L));
			// how many of them are between two attempts just then is a matter of time
			assertThat(fixture.said).anyMatch((line) -> line.matches(".* has not answered for \\d+ carts in .*"));
		}
	}

	@Test
	@Tag("long")
	void outagesOfTheCheckoutAloneWithManyCallsInFlightCostTimeAndNothingElse() throws Exception {
		assertOutagesCostTimeAndNothingElse(32, "2s", OutageMode.UNAVAILABLE, OutageMode.RESET, OutageMode.HANG);
	}

	@ParameterizedTest
	@Tag("long")
	@ValueSource(ints = { 4, 32 })
	void aCheckoutThatIsDownForGoodEndsTheRunAndARestartFinishesIt(int concurrency) throws Exception {
		try (RunFixture fixture = fixture(this.directory, concurrency).with("bulk-checkout.outage-timeout", "45s")) {
			OutageDriver driver = OutageDriver.ofCheckouts(fixture, Duration.ofHours(1),
					Map.of(60L, OutageMode.UNAVAILABLE));
			driver.start();
			Path csv = fixture.aFileOf(150);
			RunEnd end = fixture.run(csv);
			driver.end();
			assertThat(end).as(() -> String.join("\n", fixture.said))
				.isInstanceOfSatisfying(RunEnd.Stopped.class,
						(stopped) -> assertThat(stopped.reason().kind()).isEqualTo(StopKind.API_DOWN));
			assertThat(fixture.carts().values()).extracting(RunFixture.CartRow::outcome)
				.containsOnly("ORDERED", "NOT_ATTEMPTED");
			fixture.simulator.comeBack();
			assertThat(fixture.run(csv)).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(fixture.carts().values()).extracting(RunFixture.CartRow::outcome)
				.containsOnly("ORDERED")
				.hasSize(150);
		}
	}

	@Test
	@Tag("long")
	void poisonousCartsThatFillTheWindowDoNotHaltTheRun() throws Exception {
		try (RunFixture fixture = fixture(this.directory, 2).with("bulk-checkout.outage-timeout", "5m")) {
			List<String> poisonous = poisonous(fixture, 16);
			List<String> carts = new ArrayList<>(poisonous);
			carts.addAll(Stream.generate(() -> UUID.randomUUID().toString()).limit(60).toList());
			RunEnd end = fixture.run(fixture.aFileOf(carts));
			assertThat(end).as(() -> String.join("\n", fixture.said))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 3));
			Map<String, RunFixture.CartRow> rows = fixture.carts();
			carts.forEach((cart) -> assertThat(Objects.requireNonNull(rows.get(cart)).outcome())
				.isEqualTo(poisonous.contains(cart) ? "UNKNOWN" : "ORDERED"));
			assertThat(fixture.simulator.requests().stream().filter(SeenRequest::isCheckout).count())
				.as("checkouts of poisonous carts are few")
				.isLessThan(60 + 16 * 30);
		}
	}

	private static RunFixture fixture(Path directory, int concurrency) {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(30)))
			.recordedRequests(100_000)
			.build();
		return new RunFixture(directory, settings).with("bulk-checkout.concurrency", concurrency);
	}

	/**
	 * Outages of the checkout of some kinds, in one run.
	 */
	private void assertOutagesCostTimeAndNothingElse(int concurrency, String readTimeout, OutageMode... kinds)
			throws Exception {
		try (RunFixture fixture = fixture(this.directory, concurrency).with("partner-center.read-timeout",
				readTimeout)) {
			Map<Long, OutageMode> plan = new HashMap<>();
			for (OutageMode kind : kinds) {
				plan.put(60L + 80 * plan.size(), kind);
			}
			OutageDriver driver = OutageDriver.ofCheckouts(fixture, Duration.ofSeconds(6), plan);
			driver.start();
			RunEnd end = fixture.run(fixture.aFileOf(300));
			driver.end();
			assertThat(end).as(() -> String.join("\n", fixture.said)).isInstanceOf(RunEnd.Finished.class);
			assertThat(driver.outages()).containsExactly(kinds);
			assertThat(outcomes(fixture)).isEqualTo(Map.of("ORDERED after 1", 300L));
			assertThat(driver.recoveries()).allMatch((time) -> time.compareTo(Duration.ofSeconds(60)) < 0);
			assertThat(fixture.said)
				.anyMatch((line) -> line.startsWith("Partner Center's checkout does not answer since"))
				.anyMatch((line) -> line.startsWith("Partner Center's checkout answers again after"))
				.noneMatch((line) -> line.startsWith("Partner Center does not answer"));
		}
	}

	private static List<String> poisonous(RunFixture fixture, int carts) {
		List<String> poisonous = Stream.generate(() -> UUID.randomUUID().toString()).limit(carts).toList();
		poisonous.forEach((cart) -> fixture.simulator.behave(cart, Behaviour.parse("503 body=html")));
		return poisonous;
	}

	private static Map<String, Long> outcomes(RunFixture fixture) {
		return fixture.carts()
			.values()
			.stream()
			.collect(Collectors.groupingBy((row) -> row.outcome() + " after " + row.attempts(), Collectors.counting()));
	}

}
