package dev.bulkcheckout;

import java.nio.file.Path;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form of {@link CrashLongTests}.
 */
@Execution(ExecutionMode.CONCURRENT)
class CrashIntegrationTests {

	private static final int CARTS = 300;

	@Test
	void killedAtEveryNamedPointARunSettlesEveryCartOnce(@TempDir Path directory) {
		try (CrashDrill drill = new CrashDrill(directory, CARTS, 1)) {
			drill.dieAtEveryPointBeforeTheFirstAnswer();
			assertThat(drill.dieBefore("update cart\n   set outcome", 3)).as("after an answer, before settling")
				.isTrue();
			drill.removeInput();
			drill.dieAtRandom(60);
			drill.dieAtRandom(120);
			assertThat(drill.dieBefore("update cart_order", 1)).as("in reconcile").isTrue();
			drill.dieWhileWritingFiles();
			drill.finishAndCompare();
		}
	}

}
