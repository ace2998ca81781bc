package dev.bulkcheckout.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two schedulers on one ledger do what is asked for; a launch is told and does nothing.
 */
class ActionTaskIntegrationTests {

	private static final RunId RUN = new RunId(1);

	private static final Duration LIFE = Duration.ofSeconds(2);

	private final TestDatabase database = TestDatabase.migrated();

	private final PageActions actions = new PageActions(this.database.jdbc(), this.database.transactions());

	private final Runs runs = new Runs(this.database.jdbc());

	private final List<JobScheduler> schedulers = new ArrayList<>();

	private final List<Long> launched = new CopyOnWriteArrayList<>();

	@TempDir
	private Path directory = Path.of("");

	@BeforeEach
	void enterARun() {
		this.database.jdbc()
			.sql("insert into batch_job_instance (job_instance_id, version, job_name, job_key) values (1, 0, 'x', 'x')")
			.update();
		this.runs.enter(RUN, new NewRun("key", "carts.csv", null, null, null, null, "nightly", false, "{}"));
	}

	@Test
	void ofManyWhoAskAtOnceOneIsHeardAndTheRunIsLaunchedOnce() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		start((job, action, drain, started) -> {
			started.accept(RUN);
			// counts as launched when its run is known
			this.launched.add(action.id());
			awaitUnless(drain, told);
			return new RunEnd.Finished(RUN, 3);
		});
		start((job, action, drain, started) -> {
			started.accept(RUN);
			// counts as launched when its run is known
			this.launched.add(action.id());
			awaitUnless(drain, told);
			return new RunEnd.Finished(RUN, 3);
		});
		List<AskedAction> answers = atOnce(
				IntStream.range(0, 16).mapToObj((i) -> restart("operator " + i, "key", "sha")).toList());
		assertThat(answers).filteredOn(AskedAction.Accepted.class::isInstance).hasSize(1);
		assertThat(answers).filteredOn(AskedAction.UnderWay.class::isInstance).hasSize(15);
		Await.until(() -> this.launched.size() == 1);
		long id = this.launched.getFirst();
		assertThat(this.actions.find(id)).get().satisfies((action) -> {
			assertThat(action.state()).isEqualTo("RUNNING");
			assertThat(action.worksOn()).isEqualTo(RUN);
		});
		told.countDown();
		Await.until(() -> ended(id));
		assertThat(this.actions.find(id)).get().satisfies((action) -> {
			assertThat(action.result()).isEqualTo(ActionResult.DONE);
			assertThat(action.exitCode()).isEqualTo(3);
			assertThat(action.says()).isEqualTo("run 1 finished with exit code 3");
		});
		assertThat(this.launched).hasSize(1);
		Await.until(() -> tasks() == 0);
		assertThat(this.actions.ask(restart("another", "key", "sha"))).isInstanceOf(AskedAction.Accepted.class);
	}

	@Test
	void theSameKeyIsTheSameRequestOrIsRefused() throws Exception {
		List<AskedAction> same = atOnce(IntStream.range(0, 8).mapToObj((i) -> restart("anna", "key", "sha")).toList());
		assertThat(same).hasOnlyElementsOfType(AskedAction.Accepted.class);
		assertThat(same.stream().distinct()).hasSize(1);
		assertThat(this.actions.ask(restart("anna", "key", "another"))).isInstanceOf(AskedAction.OtherRequest.class);
		assertThat(this.actions.ask(restart("bert", "key", "sha"))).isInstanceOf(AskedAction.UnderWay.class);
		assertThat(tasks()).isOne();
	}

	@Test
	void aStopIsAskedOnceAndTakesBackWhatWaits() {
		long waiting = accepted(this.actions.ask(restart("anna", "key", "sha"))).id();
		PageAction stop = accepted(this.actions.stop(stop("bert", "key"), false));
		assertThat(stop.says()).contains("taken back");
		assertThat(this.actions.find(waiting)).get().satisfies((action) -> {
			assertThat(action.says()).isEqualTo("taken back: bert asked for a stop");
			assertThat(action.takenBackBy()).isEqualTo("bert");
		});
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			return new RunEnd.Finished(RUN, 0);
		});
		Await.until(() -> tasks() == 0);
		assertThat(this.launched).isEmpty();

		assertThat(accepted(this.actions.stop(stop("anna", "one"), true)).says()).isEqualTo("run 1 was asked to stop");
		assertThat(accepted(this.actions.stop(stop("anna", "one"), true)).request().key()).isEqualTo("one");
		assertThat(this.database.jdbc().sql("select says from run_event").query(String.class).list())
			.containsExactly("anna asked for it to stop");
		assertThat(accepted(this.actions.stop(stop("anna", "two"), false)).says()).contains("nothing to stop");
	}

	@Test
	void anActionWaitsForTheTenantOfAnotherOne() {
		CountDownLatch first = new CountDownLatch(1);
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			awaitUnless(drain, first);
			return new RunEnd.Finished(RUN, 0);
		});
		long one = accepted(this.actions.ask(launch("first"))).id();
		Await.until(() -> this.launched.contains(one));
		long other = accepted(this.actions.ask(launch("second"))).id();
		Await.until(() -> this.actions.find(other).orElseThrow().says() != null);
		assertThat(this.actions.find(other)).get().satisfies((action) -> {
			assertThat(action.state()).isEqualTo("WAITING");
			assertThat(action.says()).contains("same partner tenant");
		});
		first.countDown();
		Await.until(() -> ended(other));
		assertThat(this.launched).containsExactly(one, other);
	}

	@Test
	void whatADrainStopsAndWhatADeadProcessLeftAnotherOneGoesOnWith() {
		JobScheduler first = start((job, action, drain, started) -> {
			started.accept(RUN);
			this.launched.add(action.id());
			return new RunEnd.Stopped(RUN, drain.await());
		});
		long id = accepted(this.actions.ask(restart("anna", "key", "sha"))).id();
		Await.until(() -> !this.launched.isEmpty());
		first.drain("SIGTERM asked for it");
		assertThat(ended(id)).isFalse();
		// as a process leaves it that was killed
		this.database.jdbc().sql("""
				update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = now() - interval '1 hour'
				""").update();
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			return (this.launched.size() < 4) ? anew() : new RunEnd.Finished(RUN, 0);
		});
		Await.until(() -> ended(id));
		assertThat(this.launched).hasSize(4).containsOnly(id);
		assertThat(this.actions.find(id)).get().extracting(PageAction::begunBy).isEqualTo("process 0");
	}

	private RunEnd anew() {
		if (this.launched.size() == 2) {
			throw new CannotGetJdbcConnectionException("the database is away");
		}
		return new RunEnd.Stopped(RUN, new StopReason(StopKind.LEASE_LOST, "taken over", ""));
	}

	@Test
	void ofABeginningAndATakingBackAtOnceOneWins() throws Exception {
		for (int i = 0; i < 20; i++) {
			long id = accepted(this.actions.ask(launch("file " + i))).id();
			List<Boolean> won = bothAtOnce(() -> this.actions.begin(id, "process"),
					() -> this.actions.takeBack(id, "bert"));
			assertThat(won).as("begun, taken back").containsOnlyOnce(true);
			PageAction action = this.actions.find(id).orElseThrow();
			assertThat(action.begunAt() != null).isEqualTo(won.getFirst());
			assertThat(action.isOver()).isEqualTo(won.getLast());
		}
		assertThat(this.actions.waiting(100)).isEmpty();
	}

	@Test
	void whatIsTakenBackIsKeptWithWhoDidItAndNeverLaunched() {
		long id = accepted(this.actions.ask(launch("file"))).id();
		assertThat(this.actions.waiting(10)).extracting(PageAction::id).containsExactly(id);
		assertThat(this.actions.takeBack(id, "bert")).isTrue();
		assertThat(this.actions.takeBack(id, "carl")).isFalse();
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			return new RunEnd.Finished(RUN, 0);
		});
		Await.until(() -> tasks() == 0);
		assertThat(this.launched).isEmpty();
		assertThat(this.actions.find(id)).get().satisfies((action) -> {
			assertThat(action.result()).isEqualTo(ActionResult.TAKEN_BACK);
			assertThat(action.takenBackBy()).isEqualTo("bert");
			assertThat(action.endedAt()).isNotNull();
			assertThat(action.says()).isEqualTo("taken back by bert: nothing was asked");
		});
		assertThat(accepted(this.actions.ask(launch("file", "again"))).state()).isEqualTo("WAITING");
	}

	@Test
	void whatNoProcessServesIsGivenUpAfterAWhileAndNotIfOneComesBackBefore() throws IOException {
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			return new RunEnd.Finished(RUN, 0);
		});
		String lost = "no process serves the job weekly, whose file is gone or cannot be used";
		long waiting = accepted(this.actions.ask(ofTheJob("weekly", "one"))).id();
		Await.until(() -> this.actions.find(waiting).orElseThrow().says() != null);
		assertThat(this.actions.find(waiting)).get().satisfies((action) -> {
			assertThat(action.state()).isEqualTo("WAITING");
			assertThat(action.says()).isEqualTo("waits: " + lost + "; if it stays so for 10 minutes, this is given up");
		});
		pass(waiting, "9 minutes");
		long begun = accepted(this.actions.ask(ofTheJob("weekly", "two"))).id();
		this.actions.begin(begun, "dead");
		Await.until(() -> unservedSince(begun));
		assertThat(ended(waiting)).isFalse();
		assertThat(ended(begun)).isFalse();
		pass(waiting, "2 minutes");
		pass(begun, "11 minutes");
		Await.until(() -> ended(waiting) && ended(begun));
		assertThat(this.actions.find(waiting)).get().satisfies((action) -> {
			assertThat(action.result()).isEqualTo(ActionResult.REFUSED);
			assertThat(action.says()).isEqualTo(lost + ": nothing was asked; put it right and ask again");
		});
		assertThat(this.actions.find(begun)).get().satisfies((action) -> {
			assertThat(action.result()).isEqualTo(ActionResult.STOPPED);
			assertThat(action.says()).isEqualTo(lost + ": put it right and restart the run");
		});
		Await.until(() -> tasks() == 0);

		long served = accepted(this.actions.ask(ofTheJob("weekly", "three"))).id();
		Await.until(() -> unservedSince(served));
		pass(served, "9 minutes");
		this.actions.waits(served, "waits: another run of the same partner tenant goes on");
		Await.until(() -> unservedSince(served));
		pass(served, "9 minutes");
		Files.writeString(this.directory.resolve("jobs/weekly.yaml"), "bulk-checkout.schedule.inbox: "
				+ this.directory.resolve("weekly") + "\npartner-center.tenant-id: contoso\n");
		Await.until(() -> ended(served));
		assertThat(this.launched).containsExactly(served);
	}

	private boolean unservedSince(long id) {
		return this.database.jdbc()
			.sql("select unserved_since is not null from page_action where id = :id")
			.param("id", id)
			.query(Boolean.class)
			.single();
	}

	/** As if that time had passed. */
	private void pass(long id, String time) {
		this.database.jdbc()
			.sql("update page_action set unserved_since = unserved_since - :time::interval where id = :id")
			.param("time", time)
			.param("id", id)
			.update();
	}

	private static List<Boolean> bothAtOnce(Callable<Boolean> first, Callable<Boolean> second) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			List<Boolean> answers = new ArrayList<>();
			for (var answer : threads.invokeAll(List.of(first, second))) {
				answers.add(answer.get());
			}
			return answers;
		}
	}

	@Test
	void aRunThatWasAskedToStopIsNotGoneOnWithAfterItsProcessDied() {
		long id = accepted(this.actions.ask(restart("anna", "key", "sha"))).id();
		this.actions.begin(id, "dead");
		this.actions.worksOn(id, RUN);
		this.runs.requestStop(RUN, "bert");
		start((job, action, drain, started) -> {
			this.launched.add(action.id());
			return new RunEnd.Finished(RUN, 0);
		});
		Await.until(() -> ended(id));
		assertThat(this.launched).isEmpty();
		assertThat(this.actions.find(id)).get().extracting(PageAction::result).isEqualTo(ActionResult.STOPPED);
	}

	@Test
	void whatCannotBeDoneEndsInWords() {
		start((job, action, drain, started) -> switch (action.request().key()) {
			case "refused" -> throw new RefusedLaunchException("no token", new IllegalStateException());
			case "stopped" -> new RunEnd.Stopped(RUN, new StopReason(StopKind.OPERATOR, "anna asked", "restart"));
			default -> throw new IllegalStateException("of ours");
		});
		assertThat(over("refused")).isEqualTo("REFUSED: no token");
		assertThat(over("stopped")).isEqualTo("STOPPED: run 1 ended before its end: anna asked; restart");
		assertThat(over("failed")).isEqualTo("FAILED: this should not have happened: IllegalStateException: of ours");
	}

	/** A test that fails ends all the same. */
	private static void awaitUnless(StopSignal drain, CountDownLatch told) throws InterruptedException {
		while (!told.await(10, TimeUnit.MILLISECONDS) && !drain.isRaised()) {
			// works
		}
	}

	private String over(String key) {
		long id = accepted(this.actions.ask(restart("anna", key, "sha"))).id();
		Await.until(() -> ended(id));
		PageAction action = this.actions.find(id).orElseThrow();
		return action.state() + ": " + action.says();
	}

	private static PageAction accepted(AskedAction asked) {
		assertThat(asked).isInstanceOf(AskedAction.Accepted.class);
		return ((AskedAction.Accepted) asked).action();
	}

	private static ActionRequest restart(String by, String key, String sha256) {
		return new ActionRequest(ActionKind.RESTART, by, key, sha256, RUN, "nightly", false, Set.of(), null, 7L);
	}

	private static ActionRequest stop(String by, String key) {
		return new ActionRequest(ActionKind.STOP, by, key, "stop", RUN, null, false, Set.of(), null, null);
	}

	private static ActionRequest launch(String file) {
		return launch(file, file);
	}

	private static ActionRequest launch(String file, String key) {
		return new ActionRequest(ActionKind.LAUNCH, "anna", key, "sha", null, "nightly", false, Set.of(),
				new ActionRequest.Input(file + ".csv", file), 7L);
	}

	private static ActionRequest ofTheJob(String job, String file) {
		return new ActionRequest(ActionKind.LAUNCH, "anna", file, "sha", null, job, false, Set.of(),
				new ActionRequest.Input(file + ".csv", file), 7L);
	}

	private List<AskedAction> atOnce(List<ActionRequest> requests) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
			List<AskedAction> answers = new ArrayList<>();
			for (var answer : threads.invokeAll(requests.stream()
				.<Callable<AskedAction>>map((request) -> () -> this.actions.ask(request))
				.toList())) {
				answers.add(answer.get());
			}
			return answers;
		}
	}

	private Path aJob() {
		try {
			Path jobs = Files.createDirectories(this.directory.resolve("jobs"));
			Files.writeString(jobs.resolve("nightly.yaml"),
					"bulk-checkout.schedule.inbox: " + this.directory + "\npartner-center.tenant-id: contoso\n");
			return jobs;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JobScheduler start(ActionLauncher launcher) {
		ServeProperties properties = new ServeProperties(Path.of("jobs"), 4, Duration.ofMillis(100), Duration.ZERO);
		JobFolder jobs = JobFolder.open(aJob(), new StandardEnvironment(), JobScheduler::check, (said) -> {
		});
		ServedLedger ledger = new ServedLedger(this.database.dataSource(), this.runs,
				new JobFires(this.database.jdbc()), new TenantLeases(this.database.jdbc(), LIFE), this.actions);
		JobScheduler scheduler = new JobScheduler(jobs, properties, ledger,
				(served, csv, output, drain) -> new RunEnd.NothingToDo("no file"), launcher, InstantSource.system(),
				"process " + this.schedulers.size());
		this.schedulers.add(scheduler);
		scheduler.start();
		return scheduler;
	}

	private boolean ended(long id) {
		return this.actions.find(id).orElseThrow().isOver();
	}

	private long tasks() {
		return this.database.jdbc()
			.sql("select count(*) from scheduled_tasks where task_name = 'page-action'")
			.query(Long.class)
			.single();
	}

	@AfterEach
	void close() {
		this.schedulers.forEach(JobScheduler::close);
		this.database.close();
	}

}
