package dev.bulkcheckout;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One run of 3,000 carts, killed thirty times and more. Run with the profile
 * {@code long}.
 */
class CrashLongTests {

	private static final int CARTS = 3000;

	@Test
	void killedThirtyTimesARunSettlesEveryCartOnce(@TempDir Path directory) {
		try (CrashDrill drill = new CrashDrill(directory, CARTS, System.nanoTime())) {
			drill.dieAtEveryPointBeforeTheFirstAnswer();
			for (int i = 0; i < 4; i++) {
				assertThat(drill.dieBefore("update cart\n   set outcome", 1 + 3 * i)).as("before settling").isTrue();
				assertThat(drill.dieBefore("UPDATE BATCH_STEP_EXECUTION_CONTEXT", 10 + 7 * i)).as("between chunks")
					.isTrue();
			}
			drill.removeInput();
			while (drill.kills() < 28) {
				drill.dieAtRandom(110);
			}
			assertThat(drill.dieBefore("update cart_order", 1)).as("in reconcile").isTrue();
			assertThat(drill.dieBefore("update cart_order", 2)).as("in reconcile again").isTrue();
			drill.dieWhileWritingFiles();
			drill.finishAndCompare();
			assertThat(drill.kills()).isGreaterThanOrEqualTo(30);
		}
	}

}
