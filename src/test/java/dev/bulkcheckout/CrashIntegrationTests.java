package dev.bulkcheckout;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form of {@link CrashLongTests}.
 */
class CrashIntegrationTests {

	@Test
	void killedAtEveryNamedPointARunSettlesEveryCartOnce(@TempDir Path directory) {
		try (CrashDrill drill = new CrashDrill(directory, 400, 1)) {
			assertThat(drill.dieBefore("insert into run ", 1)).as("instance without run").isTrue();
			assertThat(drill.dieBefore("INSERT INTO BATCH_JOB_EXECUTION(", 1)).as("instance without execution")
				.isTrue();
			assertThat(drill.dieBefore("copy staged_row", 1)).as("staging begins").isTrue();
			assertThat(drill.dieBefore("insert into run_partition", 1)).as("staging ends").isTrue();
			assertThat(drill.dieBefore("INSERT INTO BATCH_STEP_EXECUTION(", 2)).as("partitions are created").isTrue();
			assertThat(drill.dieBefore("select line, position, customer_id", 1)).as("before the first call").isTrue();
			assertThat(drill.dieBefore("update cart\n   set outcome", 3)).as("after an answer, before settling")
				.isTrue();
			assertThat(drill.dieBefore("UPDATE BATCH_STEP_EXECUTION_CONTEXT", 30)).as("between chunks").isTrue();
			drill.removeInput();
			drill.dieAtRandom();
			drill.dieAtRandom();
			while (drill.settled() < 400) {
				drill.dieAtRandom();
			}
			assertThat(drill.dieBefore("update cart_order", 1)).as("in reconcile").isTrue();
			drill.finishAndCompare();
		}
	}

}
