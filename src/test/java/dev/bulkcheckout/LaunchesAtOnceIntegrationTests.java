package dev.bulkcheckout;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Launches of a new input at the same instant.
 */
@Execution(ExecutionMode.CONCURRENT)
class LaunchesAtOnceIntegrationTests {

	@Test
	void ofTwentyLaunchesOneWorks(@TempDir Path directory) throws Exception {
		try (LaunchesAtOnce launches = new LaunchesAtOnce(directory)) {
			launches.assertOneOfTwentyWorks();
		}
	}

}
