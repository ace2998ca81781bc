package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bulkcheckout.job.RunEnd;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Outage;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs on an API that answers reads and no checkout, for a time or for some carts.
 */
final class CheckoutDown {

	private CheckoutDown() {
	}

	static RunLab lab(Path directory, int concurrency) {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(30)))
			.recordedRequests(100_000)
			.build();
		return new RunLab(directory, settings).with("bulk-checkout.concurrency", concurrency);
	}

	/**
	 * Outages of the checkout of three kinds, in one run.
	 */
	static void assertOutagesCostTimeAndNothingElse(Path directory, int concurrency) throws Exception {
		try (RunLab lab = lab(directory, concurrency).with("partner-center.read-timeout", "1s")) {
			OutageDriver driver = OutageDriver.ofCheckouts(lab.simulator, Duration.ofSeconds(6),
					Map.of(60L, Outage.UNAVAILABLE, 140L, Outage.RESET, 220L, Outage.HANG));
			driver.start();
			RunEnd end = lab.run(lab.aFileOf(300));
			driver.end();
			assertThat(end).as(() -> String.join("\n", lab.said)).isInstanceOf(RunEnd.Finished.class);
			assertThat(driver.outages()).hasSize(3);
			assertThat(outcomes(lab)).isEqualTo(Map.of("ORDERED after 1", 300L));
			assertThat(driver.recoveries()).allMatch((time) -> time.compareTo(Duration.ofSeconds(10)) < 0);
			assertThat(lab.said).anyMatch((line) -> line.startsWith("Partner Center's checkout does not answer since"))
				.anyMatch((line) -> line.startsWith("Partner Center's checkout answers again after"))
				.noneMatch((line) -> line.startsWith("Partner Center does not answer"));
		}
	}

	static List<String> poisonous(RunLab lab, int carts) {
		List<String> poisonous = Stream.generate(() -> UUID.randomUUID().toString()).limit(carts).toList();
		poisonous.forEach((cart) -> lab.simulator.behave(cart, Behaviour.parse("503 body=html")));
		return poisonous;
	}

	static Map<String, Long> outcomes(RunLab lab) {
		return lab.carts()
			.values()
			.stream()
			.collect(Collectors.groupingBy((row) -> row.outcome() + " after " + row.attempts(), Collectors.counting()));
	}

}
