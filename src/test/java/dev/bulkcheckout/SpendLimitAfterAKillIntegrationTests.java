package dev.bulkcheckout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be spent holds for a run that is killed and goes on, calls in flight included.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class SpendLimitAfterAKillIntegrationTests {

	private final Simulator partnerCenter = Simulator
		.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(20))).build());

	private final Path directory;

	private final PricedCarts carts;

	SpendLimitAfterAKillIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.carts = new PricedCarts(this.partnerCenter, directory);
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
	}

	@Test
	void killedFiveTimesARunSpendsNoMoreAndBuysAllThatFits() throws IOException {
		int carts = 200;
		Path csv = this.carts.aFileOf(carts, PricedCarts.FINE, "USD");
		BigDecimal limit = new BigDecimal(15_000);
		TestDatabase ledger = TestDatabase.empty();
		try (ledger) {
			int kills = 0;
			for (int i = 1; i <= 5; i++) {
				Program.Child child = program(CrashingSockets.in(ledger.url(), "update cart\n   set outcome", i), limit)
					.start("run", csv.toString());
				kills += (child.waitFor(Duration.ofMinutes(2)) == 137) ? 1 : 0;
				assertThat(this.carts.spent()).as("after kill %d", kills).isLessThanOrEqualTo(limit);
			}
			assertThat(kills).isEqualTo(5);
			Program.Child child = program(ledger.url(), limit).run("run", csv.toString());
			assertThat(child.exitCode()).as(child.err()).isEqualTo(3);
			assertThat(this.carts.spent()).isLessThanOrEqualTo(limit);
			assertThat(PricedCarts.outcomes(ledger)).isEqualTo(PricedCarts.oneAfterTheOther(ledger, limit, null));
		}
	}

	@Test
	void cartsThatMayHaveBeenBoughtAreAskedForWhateverTheLimitIsNow() throws IOException {
		killAndGoOnWith(1);
	}

	@Test
	@Tag("long")
	void cartsThatMayHaveBeenBoughtAreAskedForFirstWhereTheLimitIsHigherNow() throws IOException {
		killAndGoOnWith(8_000);
	}

	private void killAndGoOnWith(int limitNow) throws IOException {
		Path csv = this.carts.aFileOf(60, PricedCarts.FINE, "USD");
		TestDatabase ledger = TestDatabase.empty();
		try (ledger) {
			String dying = CrashingSockets.in(ledger.url(), "update cart\n   set outcome", 1);
			assertThat(program(dying, new BigDecimal(5_000)).run("run", csv.toString()).exitCode()).isEqualTo(137);
			long bought = this.partnerCenter.counts().orderedCarts();
			assertThat(bought).isPositive();
			Program.Child child = program(ledger.url(), new BigDecimal(limitNow)).run("run", csv.toString());
			assertThat(child.exitCode()).as(child.err()).isEqualTo(3);
			assertThat(PricedCarts.outcomes(ledger).values()).filteredOn("ORDERED"::equals)
				.hasSize((int) this.partnerCenter.counts().orderedCarts())
				.hasSizeGreaterThanOrEqualTo((int) bought);
			assertThat(this.carts.spent()).isLessThanOrEqualTo(new BigDecimal(Math.max(limitNow, 5_000)));
		}
	}

	private Program program(String url, BigDecimal limit) {
		return new Program(this.directory, url, this.partnerCenter).set("BULK_CHECKOUT_PREFLIGHT", "true")
			.set("BULK_CHECKOUT_MAX_SPEND", limit + ":USD")
			.set("BULK_CHECKOUT_CONCURRENCY", "8")
			.set("BULK_CHECKOUT_RECONCILE_FOR", "0s");
	}

}
