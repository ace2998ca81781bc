package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.SimulatedTokenFault;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of the token endpoint that a run waits for: each takes up to two minutes.
 */
@Tag("long")
class TokenEndpointIntegrationTests {

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	TokenEndpointIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void anEndpointThatIsDownIsToldBeforeAnyCartIsTouched() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			Program.Child run = run(program(partnerCenter).set("PARTNER_CENTER_AUTHORITY", "http://127.0.0.1:1"));
			assertThat(run.err()).contains("got no answer",
					"Check the network, the proxy and PARTNER_CENTER_AUTHORITY");
			assertNothingWasAttempted(run, partnerCenter);
		}
	}

	@Test
	void anEndpointThatFailsIsToldBeforeAnyCartIsTouched() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			partnerCenter.tokensMisbehave(SimulatedTokenFault.UNAVAILABLE, 0);
			Program.Child run = run(program(partnerCenter));
			assertThat(run.err()).contains("got 503", "the token endpoint cannot answer now. Wait, then start again");
			assertNothingWasAttempted(run, partnerCenter);
			assertThat(partnerCenter.counts().tokenRequests()).isBetween(2L, 6L);
		}
	}

	@Test
	void anEndpointThatHangsIsToldBeforeAnyCartIsTouched() throws Exception {
		try (Simulator partnerCenter = Simulator.start()) {
			partnerCenter.tokensMisbehave(SimulatedTokenFault.HANG, 0);
			Program.Child run = run(program(partnerCenter));
			assertThat(run.err()).contains("got no answer", "Read timed out");
			assertNothingWasAttempted(run, partnerCenter);
		}
	}

	@Test
	void anEndpointThatIsDownDuringTheRunIsWaitedFor() throws Exception {
		try (Simulator partnerCenter = Simulator.start(SimulatorSettings.builder()
			.latency(Latency.fixed(Duration.ofMillis(300)))
			.tokens(TokenSettings.ANY_CLIENT.withLife(Duration.ofSeconds(3)))
			.build())) {
			Program program = program(partnerCenter);
			Program.Child started = program.start("run", program.carts(200).toString(), "--concurrency", "8");
			Await.until(() -> partnerCenter.counts().orderedCarts() >= 8 || !started.process().isAlive(), started::err);
			// more than a renewal repeats within its minute
			partnerCenter.tokensMisbehave(SimulatedTokenFault.UNAVAILABLE, 8);
			Program.Child run = started.end();
			assertThat(run.exitCode()).as("%s", run).isZero();
			assertThat(partnerCenter.counts().orderedCarts()).isEqualTo(200);
		}
	}

	private Program program(Simulator partnerCenter) {
		return new Program(this.directory).on(this.database.url())
			.asking(partnerCenter)
			.set("PARTNER_CENTER_CLIENT_SECRET", "s3cret")
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
	}

	private static Program.Child run(Program program) throws Exception {
		return program.run("run", program.carts(3).toString(), "--patience", "1s");
	}

	private void assertNothingWasAttempted(Program.Child run, Simulator partnerCenter) {
		assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
		assertThat(partnerCenter.counts().calls()).isZero();
		assertThat(this.database.jdbc().sql("select count(*) from cart").query(Long.class).single()).isZero();
	}

}
