package dev.bulkcheckout;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Launches at the same instant of a run that crashed.
 */
class LaunchesAtOnceLongTests {

	@Test
	void ofTwentyLaunchesThatFindACrashedRunOneGoesOn(@TempDir Path directory) throws Exception {
		try (LaunchesAtOnce launches = new LaunchesAtOnce(directory)) {
			launches.launchAndCrash();
			launches.assertOneOfTwentyWorks();
		}
	}

}
