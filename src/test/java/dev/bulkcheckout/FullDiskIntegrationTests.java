package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Result files that cannot be written where they should be: they are there whole or not
 * at all, the ledger has everything, and they are written later. Where the system lets
 * anybody mount a file system of his own, the disk is really full and really read-only.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("long")
class FullDiskIntegrationTests {

	private static final int CARTS = 400;

	private final Simulator simulator = Simulator.start();

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final Program program;

	FullDiskIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.program = new Program(directory, this.database.url(), this.simulator);
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.FINE, CARTS);
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void fullDiskLeavesNoFileAndTheLedgerIntact() throws Exception {
		mounted("size=64k");
		assertResultsComeLater("No space left on device");
	}

	@Test
	void readOnlyDiskLeavesNoFileAndTheLedgerIntact() throws Exception {
		mounted("ro");
		assertResultsComeLater("Read-only file system");
	}

	@Test
	void fileThatBecomesTooLargeLeavesThoseOfAnEarlierTime() {
		assertThat(this.program.run("run", "carts.csv", "--output", "disk/results").exitCode()).isZero();
		Map<String, String> before = results();
		assertThat(before).containsKeys("results.csv", "summary.json");
		this.database.jdbc().sql("update cart set attempts = 2").update();
		this.program.within("sh", "-c", "ulimit -f 100; exec \"$@\"", "sh").jvmOption("-XX:-UsePerfData");
		Program.Child report = this.program.run("report", "1");
		assertThat(report.exitCode()).as(report.err()).isEqualTo(5);
		assertThat(report.err()).contains("tried to write results.csv of run 1 to disk/results but got: File too large")
			.contains("the ledger is intact")
			.doesNotContain("\tat ");
		assertThat(results()).isEqualTo(before);
		this.program.within();
		assertThat(this.program.run("report", "1").exitCode()).isZero();
		assertThat(results()).isNotEqualTo(before).hasSameSizeAs(before);
	}

	/**
	 * Gives the processes started from now on a file system of their own on {@code disk};
	 * {@code left} lists what files they left there.
	 */
	private void mounted(String options) throws IOException, InterruptedException {
		Files.createDirectory(this.directory.resolve("disk"));
		String mount = "mount -t tmpfs -o " + options + " none disk";
		Process probe = new ProcessBuilder("unshare", "-Urm", "sh", "-c", mount).directory(this.directory.toFile())
			.inheritIO()
			.start();
		Assumptions.assumeTrue(probe.waitFor() == 0, "this system lets nobody mount a file system of his own");
		this.program.within("unshare", "-Urm", "sh", "-c",
				mount + " && \"$@\"; code=$?; find disk -type f > left; exit $code", "sh");
	}

	private void assertResultsComeLater(String reason) throws IOException {
		Program.Child run = this.program.run("run", "carts.csv", "--output", "disk/results");
		assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
		assertThat(run.err()).contains("run 1 ended before its end: tried to write", reason, "'bulk-checkout report 1'")
			.doesNotContain("\tat ");
		assertThat(this.directory.resolve("left")).isEmptyFile();
		Truth.assertToldBy(this.database.jdbc(), this.simulator, CARTS);

		this.program.within();
		assertThat(this.program.run("runs").out()).contains("stopped", reason);
		assertThat(this.program.run("report", "1").exitCode()).isZero();
		Map<String, String> reported = results();
		assertThat(reported.get("results.csv")).hasLineCount(CARTS + 1);
		Program.Child restart = this.program.run("restart", "1");
		assertThat(restart.exitCode()).as(restart.err()).isZero();
		assertThat(results().get("results.csv")).isEqualTo(reported.get("results.csv"));
		assertThat(results().get("summary.json")).contains("FINISHED");
		assertThat(this.simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(CARTS);
	}

	/** All that is in the directory of the results, drafts included. */
	private Map<String, String> results() {
		Map<String, String> results = new TreeMap<>();
		try (Stream<Path> files = Files.list(this.directory.resolve("disk/results"))) {
			for (Path file : files.toList()) {
				results.put(String.valueOf(file.getFileName()), Files.readString(file));
			}
			return results;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
