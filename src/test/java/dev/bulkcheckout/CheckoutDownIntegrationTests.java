package dev.bulkcheckout;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.job.RunEnd;

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
		CheckoutDown.assertOutagesCostTimeAndNothingElse(this.directory, 4);
	}

	@Test
	void aRunOfNothingButPoisonousCartsEnds() throws Exception {
		try (RunLab lab = CheckoutDown.lab(this.directory, 32).with("bulk-checkout.patience", "6s")) {
			RunEnd end = lab.run(lab.aFileOf(CheckoutDown.poisonous(lab, 12)));
			assertThat(end).as(() -> String.join("\n", lab.said))
				.isEqualTo(new RunEnd.Finished(end.about().orElseThrow(), 3));
			assertThat(CheckoutDown.outcomes(lab)).isEqualTo(Map.of("UNKNOWN after 4", 12L));
			assertThat(lab.said).anyMatch((line) -> line.contains("has not answered for 12 carts"));
		}
	}

}
