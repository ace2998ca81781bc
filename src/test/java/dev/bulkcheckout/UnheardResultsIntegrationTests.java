package dev.bulkcheckout;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
 * Whoever reads the results goes away, or the disk that they are written to is full.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnheardResultsIntegrationTests {

	private static final String WORDS = "bulk-checkout: the results could not be printed: standard output is closed, "
			+ "or its disk is full";

	private final Simulator simulator = Simulator.start();

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	private final Program program;

	UnheardResultsIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.program = new Program(directory, this.database.url(), this.simulator);
		CartsCsv.write(directory.resolve("carts.csv"), CartsCsv.FINE, 3);
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

	@Test
	void fullDiskIsToldAndHarmsNoRun() throws IOException {
		File full = new File("/dev/full");
		Assumptions.assumeTrue(full.exists(), "no /dev/full on this system");
		this.program.printingTo(ProcessBuilder.Redirect.appendTo(full));
		assertRunIsComplete(this.program.run("run", "carts.csv"));
		for (String question : List.of("runs --json", "show 1", "run carts.csv --dry-run")) {
			assertUnheard(this.program.run(question.split(" ", -1)));
		}
		Files.delete(results());
		assertUnheard(this.program.run("report", "1"));
		assertThat(Files.readAllLines(results())).as("the files are written for all that").hasSize(4);
	}

	@Test
	@Tag("long")
	void readerThatGoesAwayIsToldAndHarmsNoRun() throws IOException {
		this.program.printingTo(ProcessBuilder.Redirect.PIPE);
		assertRunIsComplete(startUnread("run", "carts.csv").end());
		assertUnheard(startUnread("show", "1").end());
	}

	private Program.Child startUnread(String... arguments) throws IOException {
		Program.Child child = this.program.start(arguments);
		child.process().getInputStream().close();
		return child;
	}

	@Test
	@Tag("long")
	void outputThatNeverWasIsToldAndHarmsNoRun() throws IOException {
		this.program.within("sh", "-c", "exec \"$@\" >&-", "sh");
		assertRunIsComplete(this.program.run("run", "carts.csv"));
		assertUnheard(this.program.run("runs"));
	}

	private void assertRunIsComplete(Program.Child run) throws IOException {
		assertThat(run.exitCode()).as(run.err()).isZero();
		assertThat(run.err()).contains(WORDS);
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(3);
		assertThat(Files.readAllLines(results())).hasSize(4);
		assertThat(this.database.jdbc()
			.sql("select count(*) from run where finished_at is not null and exit_code = 0")
			.query(Long.class)
			.single()).isEqualTo(1);
	}

	private static void assertUnheard(Program.Child question) {
		assertThat(question.exitCode()).as(question.err()).isEqualTo(1);
		assertThat(question.err().lines()).contains(WORDS).allMatch((line) -> line.startsWith("bulk-checkout: "));
	}

	private Path results() {
		return this.directory.resolve("output/run-1/results.csv");
	}

}
