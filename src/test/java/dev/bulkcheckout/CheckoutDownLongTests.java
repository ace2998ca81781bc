package dev.bulkcheckout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bulkcheckout.job.RunEnd;
import dev.bulkcheckout.job.StopKind;
import dev.bulkcheckout.simulator.Outage;
import dev.bulkcheckout.simulator.SeenRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with many calls in flight, for good, and with carts of both sorts.
 */
@Timeout(300)
class CheckoutDownLongTests {

	private final Path directory;

	CheckoutDownLongTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void outagesOfTheCheckoutAloneCostTimeAndNothingElse() throws Exception {
		CheckoutDown.assertOutagesCostTimeAndNothingElse(this.directory, 32);
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 32 })
	void aCheckoutThatIsDownForGoodEndsTheRunAndARestartFinishesIt(int concurrency) throws Exception {
		try (RunLab lab = CheckoutDown.lab(this.directory, concurrency).with("bulk-checkout.patience", "45s")) {
			OutageDriver driver = OutageDriver.ofCheckouts(lab.simulator, Duration.ofHours(1),
					Map.of(60L, Outage.UNAVAILABLE));
			driver.start();
			Path csv = lab.aFileOf(150);
			RunEnd end = lab.run(csv);
			driver.end();
			assertThat(end).as(() -> String.join("\n", lab.said))
				.isInstanceOfSatisfying(RunEnd.Stopped.class,
						(stopped) -> assertThat(stopped.reason().kind()).isEqualTo(StopKind.API_DOWN));
			assertThat(lab.carts().values()).extracting(RunLab.CartRow::outcome)
				.containsOnly("ORDERED", "NOT_ATTEMPTED");
			lab.simulator.comeBack();
			assertThat(lab.run(csv)).isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 0));
			assertThat(lab.carts().values()).extracting(RunLab.CartRow::outcome).containsOnly("ORDERED").hasSize(150);
		}
	}

	@Test
	void poisonousCartsThatFillTheWindowDoNotHaltTheRun() throws Exception {
		try (RunLab lab = CheckoutDown.lab(this.directory, 2).with("bulk-checkout.patience", "5m")) {
			List<String> poisonous = CheckoutDown.poisonous(lab, 16);
			List<String> carts = new ArrayList<>(poisonous);
			carts.addAll(Stream.generate(() -> UUID.randomUUID().toString()).limit(60).toList());
			RunEnd end = lab.run(lab.aFileOf(carts));
			assertThat(end).as(() -> String.join("\n", lab.said))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 3));
			Map<String, RunLab.CartRow> rows = lab.carts();
			carts.forEach((cart) -> assertThat(Objects.requireNonNull(rows.get(cart)).outcome())
				.isEqualTo(poisonous.contains(cart) ? "UNKNOWN" : "ORDERED"));
			assertThat(lab.simulator.requests().stream().filter(SeenRequest::isCheckout).count())
				.as("checkouts of poisonous carts are few")
				.isLessThan(60 + 16 * 30);
		}
	}

}
