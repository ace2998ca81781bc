package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run tells monitoring, caught by receivers that speak its protocols.
 */
class MetricsIntegrationTests {

	private static final Pattern NAME = Pattern
		.compile("bulk_checkout_[a-z_]+[a-z]|spring_batch_(job|step)_seconds_max");

	@TempDir
	private Path directory = Path.of("");

	@Test
	void aPushGatewayIsToldOfCallsCartsAndTheEnd() throws Exception {
		try (HttpReceiver gateway = new HttpReceiver();
				RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
					.with("management.prometheus.metrics.export.pushgateway.enabled", true)
					.with("management.prometheus.metrics.export.pushgateway.address", gateway.address().getAuthority())
					.with("management.prometheus.metrics.export.pushgateway.format", "text")) {
			RunEnd end = fixture.run(aFileOfThreeOneOfThemRefused(fixture));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 3));
			HttpReceiver.Received last = gateway.received().getLast();
			assertThat(last.path()).isEqualTo("/metrics/job/bulk-checkout");
			List<String> lines = last.text().lines().map((line) -> line.replaceAll("(e\\+?\\d+|\\.0)$", "")).toList();
			assertThat(lines).contains("bulk_checkout_carts_total{code=\"none\",outcome=\"ORDERED\"} 2",
					"bulk_checkout_carts_total{code=\"800009\",outcome=\"REFUSED\"} 1",
					"bulk_checkout_calls_seconds_count{code=\"201\",end=\"ANSWERED\",kind=\"CHECKOUT\"} 2",
					"bulk_checkout_calls_seconds_count{code=\"800009\",end=\"ANSWERED\",kind=\"CHECKOUT\"} 1",
					"bulk_checkout_calls_seconds_bucket{code=\"201\",end=\"ANSWERED\",kind=\"CHECKOUT\",le=\"+Inf\"} 2",
					"bulk_checkout_run_exit_code 3", "bulk_checkout_run_carts_needing_attention 1",
					"bulk_checkout_carts_left 0", "bulk_checkout_token_renewals_total 0");
			assertThat(lines).anyMatch((line) -> line.startsWith("bulk_checkout_run_finished_seconds 1."))
				.anyMatch((line) -> line.startsWith("spring_batch_step_seconds_count{")
						&& line.contains("checkoutCarts"));
			assertThat(last.text()).doesNotContain("00000000-1111-4222-8333-444444444444");
			assertThat(namesIn("docs/monitoring.md", "docs/monitoring/prometheus-alerts.yaml",
					"docs/monitoring/grafana-dashboard.json"))
				.as("names that monitoring is told to look at")
				.hasSizeGreaterThan(12)
				.allMatch((name) -> last.text().contains("\n" + name)
						|| name.equals("bulk_checkout_refresh_token_age_seconds"));
		}
	}

	@Test
	void aCollectorIsToldInItsOwnProtocol() throws Exception {
		try (HttpReceiver collector = new HttpReceiver();
				RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
					.with("management.otlp.metrics.export.url", collector.address() + "/v1/metrics")) {
			fixture.run(aFileOfThreeOneOfThemRefused(fixture));
			HttpReceiver.Received last = collector.received().getLast();
			assertThat(last.path()).isEqualTo("/v1/metrics");
			assertThat(ExportMetricsServiceRequest.parseFrom(last.body())
				.getResourceMetrics(0)
				.getScopeMetrics(0)
				.getMetricsList()).extracting(Metric::getName)
				.contains("bulk.checkout.calls", "bulk.checkout.carts", "bulk.checkout.pace",
						"bulk.checkout.run.finished", "spring.batch.job");
		}
	}

	@Test
	void aReceiverThatIsAwayChangesNothing() throws Exception {
		try (RunFixture fixture = new RunFixture(this.directory, SimulatorSettings.DEFAULTS)
			.with("management.prometheus.metrics.export.pushgateway.enabled", true)
			.with("management.prometheus.metrics.export.pushgateway.address", "127.0.0.1:1")
			.with("management.otlp.metrics.export.url", "http://127.0.0.1:1/v1/metrics")) {
			RunEnd end = fixture.run(fixture.aFileOf(2));
			assertThat(end).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
		}
	}

	private static Set<String> namesIn(String... files) throws IOException {
		Set<String> names = new TreeSet<>();
		for (String file : files) {
			Matcher name = NAME.matcher(Files.readString(Path.of(file)));
			while (name.find()) {
				names.add(name.group());
			}
		}
		return names;
	}

	private static Path aFileOfThreeOneOfThemRefused(RunFixture fixture) throws IOException {
		return fixture.aFileOf(List.of(CartsCsv.FINE + "-000000000001", CartsCsv.FINE + "-000000000002",
				"40010000-0080-0009-0000-000000000003"));
	}

}
