package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.SeenRequest;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the calls of a run met is in the ledger and in its report.
 */
class CallHistoryOfARunIntegrationTests {

	@TempDir
	private Path directory = Path.of("");

	@Test
	void everyCallAndOutageIsKept() throws Exception {
		SimulatorSettings settings = SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(30)))
			.recordedRequests(100_000)
			.build();
		try (RunFixture fixture = new RunFixture(this.directory, settings)) {
			fixture.simulator.checkoutsGoDown(OutageMode.UNAVAILABLE);
			Thread back = Thread.ofVirtual().start(() -> comeBackOnceMissed(fixture));
			RunEnd end = fixture.run(fixture.aFileOf(120));
			back.interrupt();
			assertThat(end).isInstanceOf(RunEnd.Finished.class);
			long checkouts = fixture.simulator.requests().stream().filter(SeenRequest::isCheckout).count();
			assertThat(fixture.count("select sum(answered + refused + failed) from run_pulse where call = 'CHECKOUT'"))
				.isEqualTo(checkouts);
			assertThat(fixture.count("select sum(failed) from run_pulse where call = 'CHECKOUT'")).isPositive();
			assertThat(fixture.count("select count(*) from run_pulse where call = 'READ' and answered > 0"))
				.isPositive();
			assertThat(fixture.jdbc()
				.sql("select kind from run_event where kind <> 'TOKEN' order by at")
				.query(String.class)
				.list()).containsSubsequence("STARTED", "OUTAGE", "OUTAGE_ENDED", "FINISHED");
			// written by the run's last step, before it has finished
			assertThat(Files.readString(this.directory.resolve("output/report.html"))).contains("Partner Center down",
					"Checkout latency", "Every cart is ordered");
		}
	}

	private static void comeBackOnceMissed(RunFixture fixture) {
		try {
			while (fixture.said.stream().noneMatch((word) -> word.contains("does not answer since"))) {
				Thread.sleep(5);
			}
			fixture.simulator.comeBack();
		}
		catch (InterruptedException ex) {
			// the run is over
		}
	}

}
