package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;
import dev.bulkcheckout.simulator.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes serve; what is asked for is done by either, stopped from elsewhere, and
 * gone on with by the other one when its process is killed.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class ActionsAfterAKillIntegrationTests {

	private static final int CARTS = 300;

	private final Path directory;

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.fixed(Duration.ofMillis(200)))
		.provisioning(Latency.fixed(Duration.ZERO))
		.recordedRequests(0)
		.tokens(TokenSettings.ANY_CLIENT.withClient(TestCli.CLIENT, "not-a-secret", null))
		.build());

	private final TestDatabase database = TestDatabase.migrated();

	private final PageActions actions = new PageActions(this.database.jdbc(), this.database.transactions());

	private final Program program;

	ActionsAfterAKillIntegrationTests(@TempDir Path directory) throws IOException {
		this.directory = directory;
		Files.createDirectories(directory.resolve("jobs"));
		Files.writeString(directory.resolve("secret"), "not-a-secret");
		Files.writeString(directory.resolve("jobs/nightly.yaml"), """
				bulk-checkout.schedule.inbox: inbox
				partner-center.client-secret-file: %s
				bulk-checkout.polling.initial-delay: 100ms
				bulk-checkout.concurrency: 8
				""".formatted(directory.resolve("secret")));
		this.program = new Program(directory).on(this.database.url())
			.asking(this.simulator)
			.set("BULK_CHECKOUT_LEASE_LIFE", "2s")
			.set("BULK_CHECKOUT_SERVE_POLL", "200ms");
	}

	@Test
	void aRerunWhoseProcessIsKilledIsEndedByAnotherOneAsTheSameRun() throws Exception {
		List<Program.Child> serving = List.of(this.program.start("serve"), this.program.start("serve"));
		ActionRequest.Input input = upload();
		long launch = ask(new ActionRequest(ActionKind.LAUNCH, "anna", "1", "launch", null, "nightly", false, Set.of(),
				input, (long) CARTS));
		Program.await(serving, () -> this.simulator.counts().checkouts() >= 40);
		RunId run = Objects.requireNonNull(find(launch).worksOn());
		AskedAction stop = this.actions.stop(
				new ActionRequest(ActionKind.STOP, "bert", "2", "stop", run, null, false, Set.of(), null, null), true);
		assertThat(stop).isInstanceOf(AskedAction.Accepted.class);
		Program.await(serving, () -> find(launch).isOver());
		assertThat(find(launch).result()).isEqualTo(ActionResult.STOPPED);
		long asked = this.simulator.counts().checkouts();
		assertThat(asked).isLessThan(CARTS);

		long rerun = ask(new ActionRequest(ActionKind.RERUN, "anna", "3", "rerun", run, "nightly", false,
				Set.of(Outcome.NOT_ATTEMPTED), null, CARTS - asked));
		Program.await(serving, () -> this.simulator.counts().checkouts() >= asked + 40);
		Program.Child holder = serving.stream()
			.filter((child) -> child.err().contains("RERUN"))
			.findFirst()
			.orElseThrow();
		List<Program.Child> others = serving.stream().filter((child) -> child != holder).toList();
		holder.kill();
		Program.await(others, () -> find(rerun).isOver());
		assertThat(find(rerun)).satisfies((action) -> {
			assertThat(action.says()).isEqualTo("run 2 finished with exit code 0");
			assertThat(action.worksOn()).isEqualTo(new RunId(2));
		});
		assertThat(this.database.jdbc().sql("select rerun_of from run order by id").query(Long.class).list())
			.containsExactly(null, run.value());
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(CARTS);
		assertThat(this.simulator.counts().checkouts() - CARTS).as("asked again").isBetween(0L, 2L * 8);
		assertThat(this.directory.resolve("inbox/done/action-" + rerun + ".results/results.csv")).isNotEmptyFile();
		for (Program.Child child : others) {
			child.terminate();
			assertThat(child.waitFor(Duration.ofMinutes(2))).as(child.err()).isZero();
		}
	}

	private ActionRequest.Input upload() throws Exception {
		Path csv = CartsCsv.write(this.directory.resolve("carts.csv"), CartsCsv.FINE, CARTS);
		String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(csv)));
		Path folder = Files.createDirectories(this.directory.resolve("inbox/uploads").resolve(sha256));
		Files.move(csv, folder.resolve("carts.csv"));
		return new ActionRequest.Input("carts.csv", sha256);
	}

	private long ask(ActionRequest request) {
		AskedAction asked = this.actions.ask(request);
		assertThat(asked).isInstanceOf(AskedAction.Accepted.class);
		return ((AskedAction.Accepted) asked).action().id();
	}

	private PageAction find(long action) {
		return this.actions.find(action).orElseThrow();
	}

	@AfterEach
	void close() {
		this.simulator.close();
		this.database.close();
	}

}
