package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.simulator.OutageMode;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run logs where a log is asked for: each cart and each decision.
 */
@Execution(ExecutionMode.CONCURRENT)
class LogsIntegrationTests {

	private static final String CARTS = """
			11111111-0000-0000-0000-000000000001,%s-000000000001
			11111111-0000-0000-0000-000000000002,40010000-0080-0009-0000-000000000002
			""".formatted(CartsCsv.FINE);

	private final TestDatabase database = TestDatabase.migrated();

	private final Simulator partnerCenter = Simulator.start();

	private final Path directory;

	private final Program program;

	LogsIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.program = new Program(directory, this.database.url(), this.partnerCenter)
			.set("BULK_CHECKOUT_POLLING_INITIAL_DELAY", "100ms");
		CartsCsv.write(directory.resolve("carts.csv"), CARTS);
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void aFileOfJsonTellsEachCartAndDecisionInFieldsAndTheTerminalStaysQuiet() throws IOException {
		Program.Child run = this.program.run("run", "carts.csv", "--log-json", "--log-file", "night.log");
		assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
		assertThat(run.err()).doesNotContain("cart settled");
		List<JsonNode> lines = lines(Files.readString(this.directory.resolve("night.log")));
		assertThat(lines).filteredOn((line) -> line.path("message").asString().equals("cart settled"))
			.extracting((line) -> line.path("outcome").asString() + " " + line.path("attempts").asString() + " "
					+ line.path("status").asString() + " " + line.path("code").asString(""))
			.containsExactlyInAnyOrder("ORDERED 1 201 ", "REFUSED 1 400 800009");
		assertThat(lines).filteredOn((line) -> line.has("outcome"))
			.allSatisfy((line) -> assertThat(line.path("customer").asString()).startsWith("11111111-"))
			.allSatisfy((line) -> assertThat(line.path("requestId").asString()).hasSize(36))
			.allSatisfy((line) -> assertThat(line.path("correlationId").asString()).hasSize(36));
		assertThat(lines).extracting((line) -> line.path("event").asString("")).contains("LEASE_TAKEN");
	}

	@Test
	void withoutAFileTheLinesGoToStandardError() {
		Program.Child run = this.program.run("run", "carts.csv", "--log-json");
		assertThat(lines(run.err())).extracting((line) -> line.path("outcome").asString(""))
			.contains("ORDERED", "REFUSED");
	}

	@Test
	void anOutageAndItsEndAreDecisions() throws Exception {
		this.partnerCenter.checkoutsGoDown(OutageMode.UNAVAILABLE);
		Program.Child run = this.program.start("run", this.program.carts(60).toString(), "--log-json", "--log-file",
				"night.log");
		Await.until(() -> run.err().contains("does not answer since") || !run.process().isAlive(), run::err);
		this.partnerCenter.revokeTokens();
		this.partnerCenter.comeBack();
		assertThat(run.end().exitCode()).as("%s", run).isZero();
		assertThat(lines(Files.readString(this.directory.resolve("night.log"))))
			.extracting((line) -> line.path("event").asString(""))
			.containsSubsequence("LEASE_TAKEN", "OUTAGE", "OUTAGE_ENDED")
			.contains("TOKEN");
	}

	@Test
	void textsOfTheApiStayOnTheirLine() throws IOException {
		CartsCsv.write(this.directory.resolve("carts.csv"),
				"11111111-0000-0000-0000-000000000001,7e870000-0000-0000-0000-000000000001\n");
		this.program.run("run", "carts.csv", "--log-file", "night.log");
		assertThat(Files.readAllLines(this.directory.resolve("night.log")))
			.allSatisfy((line) -> assertThat(line).startsWith("20").doesNotContainPattern("[\\p{Cc}\\p{Cf}]"))
			.anySatisfy((line) -> assertThat(line).contains("cart settled", "outcome="));
	}

	@Test
	void nobodyIsToldWhoDidNotAsk() {
		Program.Child run = this.program.run("run", "carts.csv");
		assertThat(run.said()).doesNotContain("cart settled", "LEASE_TAKEN");
	}

	private static List<JsonNode> lines(String log) {
		return log.lines().filter((line) -> line.startsWith("{")).map((line) -> {
			return JsonMapper.shared().readTree(line);
		}).toList();
	}

}
