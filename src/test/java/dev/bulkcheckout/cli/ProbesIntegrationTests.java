package dev.bulkcheckout.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestCli;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ManagementProperties;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code serve} tells whoever watches over it, with one job in this JVM.
 */
class ProbesIntegrationTests {

	private static final String OF_A_RUN = "bulk_checkout_carts_left{job=\"nightly\"}";

	private final HttpClient http = HttpClient.newHttpClient();

	private URI base = URI.create("http://127.0.0.1/");

	@Test
	void probesFollowTheSchedulerAndARunCountsWhileItGoesOn(@TempDir Path directory) throws Exception {
		Files.createDirectories(directory.resolve("jobs"));
		Files.writeString(directory.resolve("jobs/nightly.yaml"),
				"bulk-checkout.schedule.inbox: " + directory.resolve("inbox") + "\nbulk-checkout.concurrency: 1\n");
		List<String> said = new CopyOnWriteArrayList<>();
		SimulatorSettings slow = SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(200))).build();
		try (Simulator simulator = Simulator.start(slow);
				TestDatabase database = TestDatabase.migrated();
				ConfigurableApplicationContext ledger = cli(database, simulator).application()
					.ledger(Map.of(), null, said::add)) {
			Application application = cli(database, simulator).application()
				.countingIn(ledger.getBean("servedMetrics"));
			JobFolder jobs = JobFolder.open(directory.resolve("jobs"), ledger.getEnvironment(), JobScheduler::check,
					said::add);
			try (JobScheduler scheduler = new JobScheduler(jobs,
					new ServeProperties(Path.of("jobs"), 4, Duration.ofMillis(100), Duration.ZERO),
					ledger.getBean(ServedLedger.class), new ServedLaunch(application, said::add),
					new ServedAction(application, said::add), InstantSource.system(), "test");
					ConfigurableApplicationContext probes = application
						.management(new ManagementProperties(0, "127.0.0.1"), ledger, scheduler)) {
				this.base = URI.create("http://127.0.0.1:" + probes.getEnvironment().getProperty("local.server.port"));
				assertProbes(200, 503);
				scheduler.start();
				assertProbes(200, 200);
				assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes")
					.doesNotContain("job=\"nightly\"");
				Path csv = directory.resolve("carts.csv");
				StringBuilder carts = new StringBuilder("customer-id,cart-id\n");
				for (int i = 0; i < 3000; i++) {
					carts.append("c0000000-0000-4000-8000-000000000001,00000000-0000-0000-0000-%012d\n".formatted(i));
				}
				Files.writeString(csv, carts);
				Files.createDirectories(directory.resolve("inbox"));
				Files.move(csv, directory.resolve("inbox/carts.csv"));
				await(OF_A_RUN, true, said);
				assertThat(get("/actuator/prometheus").body())
					.contains("bulk_checkout_calls_in_flight{job=\"nightly\"}")
					.doesNotContain("not-a-secret");
				scheduler.drain("the test ends");
				assertProbes(200, 503);
				await(OF_A_RUN, false, said);
				assertThat(get("/actuator/prometheus").body()).doesNotContain("bulk_checkout_calls",
						"bulk_checkout_pace");
				for (String other : new String[] { "/", "/actuator", "/actuator/env", "/actuator/heapdump",
						"/api/runs" }) {
					assertThat(get(other).statusCode()).as(other).isEqualTo(404);
				}
			}
		}
	}

	private static TestCli cli(TestDatabase database, Simulator simulator) {
		return new TestCli(database.url()).asking(simulator).set("bulk-checkout.lease-life", "2s");
	}

	private void assertProbes(int liveness, int readiness) throws IOException, InterruptedException {
		HttpResponse<String> alive = get("/actuator/health/liveness");
		assertThat(alive.statusCode()).as(alive.body()).isEqualTo(liveness);
		HttpResponse<String> ready = get("/actuator/health/readiness");
		assertThat(ready.statusCode()).as(ready.body()).isEqualTo(readiness);
		assertThat(ready.body()).doesNotContain("postgres", "components");
	}

	private void await(String metric, boolean there, List<String> said) throws IOException, InterruptedException {
		Await.until(() -> get("/actuator/prometheus").body().contains(metric) == there, () -> said);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(this.base.resolve(path)).build(), BodyHandlers.ofString());
	}

}
