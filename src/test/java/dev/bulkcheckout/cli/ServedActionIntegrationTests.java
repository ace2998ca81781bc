package dev.bulkcheckout.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestCli;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.action.Question;
import dev.bulkcheckout.action.Requester;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFile;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.PurchaseQuery;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What is asked for on the page is done with the real job: uploads, launches, stops,
 * restarts, reruns.
 */
class ServedActionIntegrationTests {

	private static final Set<Outcome> REFUSED = EnumSet.of(Outcome.REFUSED);

	private final Simulator simulator = Simulator.start(SimulatorSettings.builder()
		.latency(Latency.fixed(Duration.ofMillis(40)))
		.provisioning(Latency.fixed(Duration.ZERO))
		.build());

	private final TestDatabase database = TestDatabase.migrated();

	private final List<String> said = new CopyOnWriteArrayList<>();

	private final TestCli cli = new TestCli(this.database.url()).asking(this.simulator)
		.set("bulk-checkout.polling.initial-delay", "100ms")
		.set("bulk-checkout.lease-life", "2s")
		.set("bulk-checkout.concurrency", "8")
		.set("bulk-checkout.max-refused", "100%");

	@TempDir
	private Path directory = Path.of("");

	private @Nullable ConfigurableApplicationContext ledger;

	private final List<JobScheduler> schedulers = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private RunActions actions;

	@SuppressWarnings("NullAway.Init")
	private UploadedFiles uploads;

	@SuppressWarnings("NullAway.Init")
	private PageActions entered;

	private int keys;

	@BeforeEach
	void serve() throws IOException {
		Files.createDirectories(this.directory.resolve("jobs"));
		Files.writeString(this.directory.resolve("jobs/nightly.yaml"),
				"bulk-checkout.schedule.inbox: " + this.directory.resolve("inbox") + "\n");
		ConfigurableApplicationContext context = this.cli.application().ledger(Map.of(), null, this.said::add);
		this.ledger = context;
		JobFolder folder = JobFolder.open(this.directory.resolve("jobs"), context.getEnvironment(), JobScheduler::check,
				this.said::add);
		this.entered = context.getBean(PageActions.class);
		this.uploads = new UploadedFiles(new JobChoice(folder::jobs), 100_000);
		this.actions = new RunActions(new JobChoice(folder::jobs), this.uploads, context.getBean(Runs.class),
				context.getBean(Leases.class), context.getBean(RunCountsQuery.class),
				context.getBean(PurchaseQuery.class), this.entered);
		for (int i = 0; i < 2; i++) {
			JobScheduler scheduler = new JobScheduler(folder,
					new ServeProperties(Path.of("jobs"), 4, Duration.ofMillis(100), Duration.ZERO),
					context.getBean(ServedLedger.class), (job, csv, output, drain) -> {
						throw new IllegalStateException("no file came to the inbox");
					}, new ServedAction(this.cli.application(), this.said::add), InstantSource.system(),
					"process " + i);
			this.schedulers.add(scheduler);
			scheduler.start();
		}
	}

	@Test
	void aFileIsCheckedRehearsedBoughtAndItsRefusedCartsAreAskedForAgain() throws IOException {
		UploadedFile file = upload("../carts.csv",
				carts("00000000-0000-0000-0000", 5) + carts("40000000-0080-0009-0000", 3) + "nobody,nothing\n");
		assertThat(file.says()).isEqualTo("carts.csv: 9 rows: 8 carts, 1 rows refused");
		assertThat(file.refused()).singleElement().extracting(RejectedRow::line).isEqualTo(10L);
		assertThat(this.actions.launch(file, true).buys()).isFalse();

		PageAction rehearsed = over(this.actions.launch(anna(), null, file.sha256(), true, null));
		assertThat(rehearsed.says()).isEqualTo("run 1 finished with exit code 3");
		assertThat(rehearsed.exitCode()).isEqualTo(3);
		assertThat(run(rehearsed)).satisfies((run) -> {
			assertThat(run.rehearsal()).isTrue();
			assertThat(run.inputName()).isEqualTo("carts.csv");
			assertThat(run.job()).isEqualTo("nightly");
		});
		assertThat(this.simulator.counts().checkouts()).isZero();

		assertThat(this.actions.launch(file, false).says()).isEqualTo("a new run would ask for 8 carts");
		for (Long confirmed : new Long[] { null, 7L }) {
			assertThat(refusal(() -> this.actions.launch(anna(), "nightly", file.sha256(), false, confirmed)))
				.satisfies((refusal) -> {
					assertThat(refusal.reason()).isEqualTo(Reason.UNCONFIRMED);
					assertThat(refusal.details()).containsEntry("carts", 8L);
				});
		}
		PageAction bought = over(this.actions.launch(anna(), "nightly", file.sha256(), false, 8L));
		assertThat(this.simulator.counts().orderedCarts()).isEqualTo(5);
		assertThat(this.directory.resolve("inbox/done/action-" + bought.id() + ".results/results.csv"))
			.isNotEmptyFile();
		RunId run = run(bought).id();
		assertThat(refusal(() -> this.actions.launch(file, false)).reason()).isEqualTo(Reason.NOTHING_TO_DO);
		assertThat(refusal(() -> this.actions.restart(run, null)))
			.hasMessage("run 2 is complete: nothing would be asked");
		assertThat(refusal(() -> this.actions.reconcile(run, null))).hasMessage("run 2 lacks no subscription id");

		Question rerun = this.actions.rerun(run, REFUSED, null);
		assertThat(rerun.says()).isEqualTo("3 carts of run 2 are refused");
		assertThat(rerun.command()).isEqualTo("bulk-checkout rerun 2 --outcomes refused");
		assertThat(rerun.purchase()).isNotNull();
		long before = this.simulator.counts().checkouts();
		Requester anna = anna();
		PageAction again = over(this.actions.rerun(anna, run, REFUSED, null, 3L));
		assertThat(this.actions.rerun(anna, run, REFUSED, null, 3L).id()).isEqualTo(again.id());
		assertThat(refusal(() -> this.actions.rerun(anna, run, REFUSED, null, 2L)).reason()).isEqualTo(Reason.KEY_USED);
		assertThat(run(again).rerunOf()).isEqualTo(run);
		assertThat(this.simulator.counts().checkouts() - before).isEqualTo(3);
		assertThat(this.database.jdbc().sql("select count(*) from run").query(Long.class).single()).isEqualTo(3);

		ActionRequest stale = new ActionRequest(ActionKind.RERUN, "bert", "stale", "sha", run, "nightly", false,
				REFUSED, null, 99L);
		PageAction refused = over(((AskedAction.Accepted) this.entered.ask(stale)).action());
		assertThat(refused.says()).isEqualTo("bert was told of 99 carts, and it would be 3 by now: nothing was asked");
	}

	@Test
	void aRunIsStoppedAndOfTwoWhoRestartItAtOnceOneDoes() throws Exception {
		UploadedFile file = upload("carts.csv", carts("00000000-0000-0000-0000", 300));
		PageAction launch = this.actions.launch(anna(), null, file.sha256(), false, 300L);
		await(() -> this.simulator.counts().checkouts() >= 20);
		RunId run = run(this.entered.find(launch.id()).orElseThrow()).id();
		assertThat(refusal(() -> this.actions.restart(run, null)).reason()).isEqualTo(Reason.WORKED_ON);
		assertThat(refusal(() -> this.actions.launch(bert(), null, file.sha256(), false, 300L)).reason())
			.isIn(Reason.WORKED_ON, Reason.UNDER_WAY);
		assertThat(this.actions.stop(bert(), run).says()).isEqualTo("run 1 was asked to stop");
		assertThat(over(launch).says()).startsWith("run 1 ended before its end: ");
		long asked = this.simulator.counts().checkouts();
		assertThat(asked).isLessThan(300);

		Question question = this.actions.restart(run, null);
		assertThat(question.carts()).isEqualTo(300 - asked);
		List<Object> answers = atOnce(() -> this.actions.restart(anna(), run, null, question.carts()),
				() -> this.actions.restart(bert(), run, null, question.carts()));
		assertThat(answers).hasAtLeastOneElementOfType(PageAction.class);
		PageAction restart = answers.stream()
			.filter(PageAction.class::isInstance)
			.map(PageAction.class::cast)
			.findFirst()
			.orElseThrow();
		assertThat(answers).filteredOn((answer) -> answer != restart)
			.singleElement()
			.isInstanceOfSatisfying(ActionRefusedException.class, (other) -> {
				assertThat(other.reason()).isEqualTo(Reason.UNDER_WAY);
				assertThat(other).hasMessageContaining("it is under way: " + restart.request().by());
			});
		assertThat(over(restart).says()).isEqualTo("run 1 finished with exit code 0");
		assertThat(this.simulator.counts().checkouts()).as("nothing was asked twice").isEqualTo(300);
		assertThat(this.entered.of(run)).extracting((action) -> action.request().kind())
			.containsExactly(ActionKind.RESTART, ActionKind.STOP, ActionKind.LAUNCH);
	}

	@Test
	void whatWasLaunchedByHandGoesOnWithTheOnlyJobOrTheNamedOne() throws IOException {
		Path csv = Files.writeString(this.directory.resolve("hand.csv"), carts("00000000-0000-0000-0000", 2));
		assertThat(this.cli.set("bulk-checkout.output", this.directory.resolve("out")).run("run", csv.toString()))
			.satisfies((ended) -> assertThat(ended.exitCode()).as(ended.err()).isZero());
		this.database.jdbc().sql("update cart set outcome = 'UNKNOWN' where line = 2").update();
		RunId run = new RunId(1);
		EnumSet<Outcome> unknown = EnumSet.of(Outcome.UNKNOWN);
		assertThat(this.actions.rerun(run, unknown, null).job()).isEqualTo("nightly");
		assertThat(refusal(() -> this.actions.rerun(run, unknown, "weekly"))).hasMessageContaining("there are nightly");
		this.database.jdbc().sql("update run set job = 'weekly'").update();
		assertThat(refusal(() -> this.actions.rerun(run, unknown, null))).hasMessageContaining("not served here");
		assertThat(this.actions.rerun(run, unknown, "nightly").job()).isEqualTo("nightly");
		assertThat(refusal(() -> this.actions.stop(anna(), new RunId(7)))).hasMessage("there is no run 7");
		assertThat(this.actions.stop(anna(), run).says()).contains("there is nothing to stop");
	}

	private Requester anna() {
		return new Requester("anna", "key-" + ++this.keys);
	}

	private Requester bert() {
		return new Requester("bert", "key-" + ++this.keys);
	}

	private UploadedFile upload(String name, String carts) throws IOException {
		String csv = "customer-id,cart-id\n" + carts;
		return this.uploads.store(null, name, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
	}

	private static String carts(String kind, int carts) {
		StringBuilder csv = new StringBuilder();
		for (int i = 1; i <= carts; i++) {
			csv.append("c0000000-0000-4000-8000-%012d,%s-%012d\n".formatted(i % 10, kind, i));
		}
		return csv.toString();
	}

	private PageAction over(PageAction action) {
		await(() -> this.entered.find(action.id()).orElseThrow().isOver());
		return this.entered.find(action.id()).orElseThrow();
	}

	private Run run(PageAction action) {
		return new Runs(this.database.jdbc()).find(java.util.Objects.requireNonNull(action.worksOn())).orElseThrow();
	}

	private static ActionRefusedException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		return catchThrowableOfType(ActionRefusedException.class, call);
	}

	@SafeVarargs
	private static List<Object> atOnce(Callable<Object>... calls) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(calls.length)) {
			List<Object> answers = new ArrayList<>();
			for (var answer : threads.invokeAll(List.of(calls))) {
				try {
					answers.add(answer.get());
				}
				catch (java.util.concurrent.ExecutionException ex) {
					answers.add(ex.getCause());
				}
			}
			return answers;
		}
	}

	private void await(Callable<Boolean> condition) {
		Await.until(condition, () -> this.said);
	}

	@AfterEach
	void close() {
		this.schedulers.forEach(JobScheduler::close);
		if (this.ledger != null) {
			this.ledger.close();
		}
		this.simulator.close();
		this.database.close();
	}

}
