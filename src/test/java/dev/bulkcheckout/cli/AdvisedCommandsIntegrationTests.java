package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.RunVerdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a report tells people to give can be given.
 */
class AdvisedCommandsIntegrationTests {

	private static final RunId RUN = new RunId(17);

	private final LedgerFixture ledger = new LedgerFixture();

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void commandsOfAFinishedRunAreCommands() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.runs.finished(RUN, 3);
		assertThat(commands()).containsExactly("bulk-checkout reconcile 17", "bulk-checkout rerun 17 --dry-run")
			.allSatisfy(AdvisedCommandsIntegrationTests::canBeGiven);
	}

	@Test
	void commandsOfAStoppedRunAreCommands() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		this.ledger.runs.stopped(RUN, "CREDIT", "the credit limit is reached", "");
		this.ledger.leases.release(lease);
		assertThat(commands()).containsExactly("bulk-checkout restart 17")
			.allSatisfy(AdvisedCommandsIntegrationTests::canBeGiven);
	}

	private List<String> commands() {
		return this.ledger.reports.of(RUN)
			.orElseThrow()
			.verdict()
			.next()
			.stream()
			.map(RunVerdict.NextStep::command)
			.filter((command) -> command != null)
			.toList();
	}

	private static void canBeGiven(String command) {
		Application application = new Application(Object.class, new Class<?>[0], Object.class, Object.class, Map.of());
		CommandLine line = BulkCheckoutCommand.line(application, () -> new String[0]);
		CommandLine.ParseResult parsed = line.parseArgs(command.replaceFirst("^bulk-checkout ", "").split(" ", -1));
		assertThat(parsed.hasSubcommand()).isTrue();
	}

}
