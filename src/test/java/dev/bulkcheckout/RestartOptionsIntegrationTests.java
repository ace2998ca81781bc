package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart goes on with the options of its run wholly, whatever is set by then.
 */
class RestartOptionsIntegrationTests {

	private static final String CUSTOMER = "2b7e1516-28ae-4d2a-8bf7-158809cf4f3c";

	/** More than are asked until the first refusal is settled. */
	private static final int CARTS = 300;

	private final TestDatabase database = TestDatabase.migrated();

	private final Simulator partnerCenter = Simulator.start();

	private final Path directory;

	RestartOptionsIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void aRestartKeepsWhatItsRunWasLaunchedWith() throws IOException {
		Path first = this.directory.resolve("first");
		Path later = this.directory.resolve("later");
		TestCli.Ended run = program().set("bulk-checkout.output", first)
			.run("run", carts(), "--max-refused", "0", "--concurrency", "1");
		assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
		TestCli today = program().set("bulk-checkout.max-refused", "100%")
			.set("bulk-checkout.output", later)
			.set("bulk-checkout.retry.max-attempts", "7");
		TestCli.Ended restart = today.run("restart");
		assertThat(restart.exitCode()).as("too much is refused, as launched: %s", restart.err()).isEqualTo(5);
		assertThat(restart.err()).contains(first.toString()).doesNotContain(later.toString());
		assertThat(optionsOfTheRun()).contains("\"bulk-checkout.retry.max-attempts\": \"4\"",
				"\"bulk-checkout.max-refused\": \"0\"", "\"bulk-checkout.concurrency\": \"1\"");
		TestCli.Ended again = today.run("run", carts());
		assertThat(again.exitCode()).as("the command itself says otherwise: %s", again.err()).isEqualTo(3);
		assertThat(later.resolve("results.csv")).exists();
	}

	@Test
	void aRunOfAFormerVersionGoesOnWithWhatItKept() throws IOException {
		TestCli.Ended run = program().set("bulk-checkout.output", this.directory.resolve("first"))
			.run("run", carts(), "--max-refused", "0", "--concurrency", "1");
		assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
		Path kept = this.directory.resolve("kept");
		this.database.jdbc()
			.sql("""
					update run set options = cast('{"output":"%s","concurrency":1,"rate":null,"reconcileFor":"PT10S","patience":"PT30M",
					"maxRefused":"0","stopAt":null,"alsoReconcileOlder":false,"rehearsal":false}' as jsonb)"""
				.formatted(kept))
			.update();
		TestCli.Ended restart = program().set("bulk-checkout.max-refused", "100%").run("restart");
		assertThat(restart.exitCode()).as(restart.err()).isEqualTo(5);
		assertThat(restart.err()).contains(kept.toString());
	}

	private String optionsOfTheRun() {
		return this.database.jdbc().sql("select jsonb_pretty(options) from run").query(String.class).single();
	}

	private TestCli program() {
		return new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.polling.initial-delay", "100ms");
	}

	private String carts() throws IOException {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int cart = 1; cart <= CARTS; cart++) {
			csv.append(CUSTOMER).append(',').append("40000000-0080-0009-0000-%012d".formatted(cart)).append('\n');
		}
		return Files.writeString(this.directory.resolve("carts.csv"), csv).toString();
	}

}
