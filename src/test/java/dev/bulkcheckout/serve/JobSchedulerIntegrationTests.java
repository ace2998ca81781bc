package dev.bulkcheckout.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.TenantLeases;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two schedulers on one ledger, by a clock that the test sets and that goes on from
 * there; a launch is told and does nothing.
 */
class JobSchedulerIntegrationTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	private static final Duration LIFE = Duration.ofDays(1000);

	private final TestDatabase database = TestDatabase.migrated();

	private volatile Clock clock = at(Instant.parse("2026-11-26T12:00:00Z"));

	private final List<JobScheduler> schedulers = new ArrayList<>();

	private ActionLauncher acting = (job, action, drain, started) -> new RunEnd.NothingToDo("nothing");

	private final List<String> launched = new CopyOnWriteArrayList<>();

	private final List<String> said = new CopyOnWriteArrayList<>();

	private final Path directory;

	private final Path jobs;

	JobSchedulerIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.jobs = directory.resolve("jobs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-10-15T12:00:00Z", "2027-03-18T12:00:00Z" })
	void twentyNightsOverTheChangeOfTheClockFireOnceEach(Instant from) throws IOException {
		set(from);
		JobSettings nightly = job("nightly", "30 2 * * *", Duration.ofHours(12), "contoso");
		start(List.of(nightly), this::done);
		start(List.of(nightly), this::done);
		ZonedCron cron = ZonedCron.of("30 2 * * *", BERLIN);
		List<Instant> times = Stream.iterate(cron.next(from), cron::next).limit(20).toList();
		for (Instant time : times) {
			int night = this.launched.size() + 1;
			Files.createDirectories(nightly.inbox());
			Files.writeString(nightly.inbox().resolve("night-%02d.csv".formatted(night)), "");
			Await.until(() -> count(
					"select count(*) from scheduled_tasks where not picked and execution_time = '" + time + "'") == 1);
			set(time);
			Await.until(() -> ended() == night);
		}
		assertThat(this.database.jdbc()
			.sql("select due_at from job_fire order by due_at")
			.query((row, number) -> row.getTimestamp(1).toInstant())
			.list()).isEqualTo(times);
		assertThat(this.launched).hasSize(20).doesNotHaveDuplicates();
	}

	@Test
	void aMissedNightIsCaughtUpOrLeftAsTheJobSays() {
		List<JobSettings> jobs = List.of(job("patient", "30 2 * * *", Duration.ofHours(12), "a"),
				job("strict", "30 2 * * *", Duration.ofHours(1), "b"));
		start(jobs, this::done);
		this.schedulers.forEach(JobScheduler::close);
		set(Instant.parse("2026-11-27T06:00:00Z"));
		start(jobs, this::done);
		Await.until(() -> ended() == 2);
		assertThat(says("patient")).isEqualTo("there was no file");
		assertThat(says("strict")).startsWith("missed for too long: left to the next time");
		set(Instant.parse("2026-11-28T01:30:00Z"));
		Await.until(() -> ended() == 4);
	}

	@Test
	void ofSeveralMissedNightsTheLastIsCaughtUp() {
		List<JobSettings> jobs = List.of(job("nightly", "30 2 * * *", Duration.ofHours(12), "a"));
		start(jobs, this::done).close();
		set(Instant.parse("2026-11-30T06:00:00Z"));
		start(jobs, this::done);
		Await.until(() -> ended() == 2);
		assertThat(this.database.jdbc()
			.sql("select (due_at at time zone 'UTC')::date || ' ' || says from job_fire order by due_at")
			.query(String.class)
			.list())
			.satisfiesExactly((first) -> assertThat(first).startsWith("2026-11-27 ").contains("missed for too long"),
					(last) -> assertThat(last).startsWith("2026-11-30 ").endsWith("there was no file"));
	}

	@Test
	void ofOnePartnerTenantOneJobRunsAtATimeAndOthersBeside() throws Exception {
		Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
		CountDownLatch both = new CountDownLatch(2);
		List<String> tooMany = new CopyOnWriteArrayList<>();
		JobLauncher launcher = (job, csv, output, drain) -> {
			AtomicInteger of = running.computeIfAbsent(job.tenant(), (tenant) -> new AtomicInteger());
			if (of.incrementAndGet() > 1) {
				tooMany.add(job.name());
			}
			both.countDown();
			both.await();
			of.decrementAndGet();
			return done(job, csv, output, drain);
		};
		List<JobSettings> jobs = List.of(job("one", null, Duration.ZERO, "contoso"),
				job("two", null, Duration.ZERO, "contoso"), job("three", null, Duration.ZERO, "fabrikam"));
		for (JobSettings job : jobs) {
			Files.createDirectories(job.inbox());
			Files.writeString(job.inbox().resolve(job.name() + ".csv"), "");
		}
		start(jobs, launcher);
		start(jobs, launcher);
		Await.until(() -> this.launched.size() == 3);
		assertThat(tooMany).isEmpty();
	}

	@Test
	void whatADrainStopsTheNextProcessGoesOnWith() throws IOException {
		JobSettings nightly = job("nightly", "30 2 * * *", Duration.ofHours(12), "contoso");
		Files.createDirectories(nightly.inbox());
		Files.writeString(nightly.inbox().resolve("carts.csv"), "");
		CountDownLatch begun = new CountDownLatch(1);
		JobScheduler first = start(List.of(nightly), (job, csv, output, drain) -> {
			begun.countDown();
			while (!drain.await(Duration.ofSeconds(1))) {
				// works
			}
			return new RunEnd.Stopped(new RunId(1), drain.reason().orElseThrow());
		});
		set(Instant.parse("2026-11-27T01:30:00Z"));
		Await.until(() -> begun.getCount() == 0);
		first.drain("SIGTERM asked for it");
		assertThat(ended()).isZero();
		start(List.of(nightly), this::done);
		Await.until(() -> ended() == 1);
		assertThat(this.launched).hasSize(1);
		assertThat(count("select count(*) from job_fire")).isOne();
	}

	@Test
	void whatAWindowLeavesWaitsForTheNextFireWhileOthersGoOn() throws IOException {
		JobSettings nightly = job("nightly", "30 2 * * *", Duration.ofHours(12), "contoso");
		Files.createDirectories(nightly.inbox());
		Files.writeString(nightly.inbox().resolve("big.csv"), "");
		Files.writeString(nightly.inbox().resolve("small.csv"), "");
		AtomicInteger lost = new AtomicInteger(2);
		start(List.of(nightly), (job, csv, output, drain) -> {
			RunEnd end = done(job, csv, output, drain);
			if (this.launched.getLast().equals("big.csv")) {
				return new RunEnd.Stopped(new RunId(1), new StopReason(StopKind.WINDOW_ENDED, "it is 06:00", ""));
			}
			return (lost.getAndDecrement() > 0)
					? new RunEnd.Stopped(new RunId(2), new StopReason(StopKind.LEASE_LOST, "taken over", "")) : end;
		});
		set(Instant.parse("2026-11-27T01:30:00Z"));
		Await.until(() -> ended() == 1);
		assertThat(this.launched).containsExactly("big.csv", "small.csv", "small.csv", "small.csv");
		set(Instant.parse("2026-11-28T01:30:00Z"));
		Await.until(() -> ended() == 2);
		assertThat(this.launched).hasSize(5).endsWith("big.csv");
	}

	@Test
	void aFileWaitsForADatabaseThatIsAway() throws IOException {
		JobSettings atOnce = job("at-once", null, Duration.ZERO, "contoso");
		Files.createDirectories(atOnce.inbox());
		Files.writeString(atOnce.inbox().resolve("carts.csv"), "");
		AtomicInteger away = new AtomicInteger(3);
		start(List.of(atOnce), (job, csv, output, drain) -> {
			if (away.getAndDecrement() > 0) {
				throw new CannotGetJdbcConnectionException("the database is away");
			}
			return done(job, csv, output, drain);
		});
		Await.until(() -> this.launched.size() == 1);
		assertThat(atOnce.inbox().resolve("failed")).isEmptyDirectory();
	}

	@Test
	void aFireWithNothingButCartsOfFormerRunsIsARunOfItsOwn() throws IOException {
		JobSettings nightly = job("nightly", "30 2 * * *", Duration.ofHours(12), "contoso");
		JobSettings atOnce = job("at-once", null, Duration.ZERO, "fabrikam");
		AtomicBoolean left = new AtomicBoolean(true);
		JobLauncher launcher = new JobLauncher() {
			@Override
			public RunEnd launch(JobSettings job, Path csv, Path output, StopSignal drain) {
				RunEnd end = done(job, csv, output, drain);
				if (csv.getFileName().toString().endsWith("same.csv")) {
					return new RunEnd.AlreadyFinished(new RunId(1), 0);
				}
				left.set(false);
				return end;
			}

			@Override
			public boolean hasCartsToCarryOver(JobSettings job, Instant before) {
				return job.name().equals("nightly") && left.get();
			}
		};
		start(List.of(nightly, atOnce), launcher);
		start(List.of(nightly, atOnce), launcher);
		assertThat(fire("2026-11-27T01:30:00Z", 1)).containsExactly("over.csv");
		left.set(true);
		Files.writeString(nightly.inbox().resolve("carts.csv"), "");
		assertThat(fire("2026-11-28T01:30:00Z", 2)).as("the run of a file takes them").containsExactly("carts.csv");
		left.set(true);
		Files.writeString(nightly.inbox().resolve("same.csv"), "");
		assertThat(fire("2026-11-29T01:30:00Z", 3)).as("a file that is no new run")
			.containsExactly("same.csv", "over.csv");
		assertThat(fire("2026-11-30T01:30:00Z", 4)).isEmpty();
		Path done = nightly.inbox().resolve("done");
		assertThat(done.resolve("20261127-013000-carried-over.csv")).content()
			.isNotEqualTo(Files.readString(done.resolve("20261129-013000-carried-over.csv")))
			.startsWith("customer-id,cart-id,")
			.hasLineCount(1);
		assertThat(this.database.jdbc().sql("select says from job_fire order by due_at").query(String.class).list())
			.satisfiesExactly((night) -> assertThat(night).contains("carried-over.csv: run 1 finished"),
					(night) -> assertThat(night).contains("-carts.csv: run 2"), (night) -> assertThat(night)
						.contains("-same.csv: run 1 of the same bytes", "carried-over.csv: run 4"),
					(night) -> assertThat(night).isEqualTo("there was no file"));
	}

	@Test
	void jobFilesThatChangeAreHeededByEachProcessWithoutARestart() {
		Path others = this.directory.resolve("others");
		List<Path> folders = List.of(this.jobs, others);
		folders.forEach((folder) -> write(folder, "nightly", "30 2 * * *", Duration.ofHours(12), "a"));
		folders.forEach((folder) -> start(folder, this::done));
		folders.forEach((folder) -> write(folder, "nightly", "30 4 1 * *", Duration.ofHours(12), "a"));
		Await.until(() -> said("nightly.yaml has changed") == 2);
		awaitPlanned("nightly 2026-12-01T03:30:00Z");
		// the time that was planned is one of these, too
		folders.forEach((folder) -> write(folder, "nightly", "30 4 * * *", Duration.ofHours(12), "a"));
		Await.until(() -> said("nightly.yaml has changed") == 4);
		awaitPlanned("nightly 2026-11-27T03:30:00Z");
		set(Instant.parse("2026-11-27T02:00:00Z"));
		fire("2026-11-27T03:30:00Z", 1);
		assertThat(fired()).as("not at its former time").containsExactly("nightly 2026-11-27T03:30:00Z");

		folders.forEach((folder) -> write(folder, "nightly", "61 4 * * *", Duration.ofHours(12), "a"));
		folders.forEach((folder) -> write(folder, "weekly", "0 12 * * 1", Duration.ofHours(12), "b"));
		Await.until(() -> said("stays in force") == 2 && said("weekly.yaml is new") == 2);
		awaitPlanned("nightly 2026-11-28T03:30:00Z", "weekly 2026-11-30T11:00:00Z");
		assertThat(this.said).filteredOn((said) -> said.contains("stays in force"))
			.allSatisfy((said) -> assertThat(said).contains("nightly.yaml", "line 4: bulk-checkout.schedule.cron: "));
		fire("2026-11-28T03:30:00Z", 2);
		assertThat(fired()).as("by the file as it was").hasSize(2);
		assertThat(said("stays in force")).as("each process says it once").isEqualTo(2);

		folders.forEach((folder) -> delete(folder.resolve("nightly.yaml")));
		Await.until(() -> said("nightly.yaml is gone") == 2);
		awaitPlanned("weekly 2026-11-30T11:00:00Z");
		set(Instant.parse("2026-11-30T10:59:00Z"));
		fire("2026-11-30T11:00:00Z", 3);
		assertThat(fired()).last().isEqualTo("weekly 2026-11-30T11:00:00Z");
	}

	@Test
	void aTimeThatAnotherProcessMayKnowIsLeftToIt() {
		Path newer = this.directory.resolve("newer");
		write(this.jobs, "nightly", "30 2 * * *", Duration.ofHours(12), "a");
		write(newer, "nightly", "30 1 * * *", Duration.ofHours(12), "a");
		start(this.jobs, this::done);
		start(newer, this::done).close();
		this.database.jdbc()
			.sql("update scheduled_tasks set execution_time = '2026-11-27T00:30:00Z', version = version + 1 where not picked")
			.update();
		set(Instant.parse("2026-11-27T00:30:00Z"));
		Await.until(() -> count("select count(*) from scheduled_tasks where version > 5") == 1);
		assertThat(fired()).as("by a process whose file has no such time").isEmpty();
		start(newer, this::done);
		Await.until(() -> ended() == 1);
		assertThat(fired()).containsExactly("nightly 2026-11-27T00:30:00Z");
	}

	@Test
	void aFireUnderWayKeepsTheSettingsThatItBeganWith() throws Exception {
		JobSettings nightly = job("nightly", "30 2 * * *", Duration.ofHours(12), "before");
		Files.createDirectories(nightly.inbox());
		Files.writeString(nightly.inbox().resolve("first.csv"), "");
		Files.writeString(nightly.inbox().resolve("second.csv"), "");
		List<String> tenants = new CopyOnWriteArrayList<>();
		CountDownLatch go = new CountDownLatch(1);
		start(List.of(nightly), (job, csv, output, drain) -> {
			tenants.add(job.tenant() + (job.source().text().contains("tenant-id: " + job.tenant()) ? "" : "?"));
			go.await();
			return done(job, csv, output, drain);
		});
		set(Instant.parse("2026-11-27T01:30:00Z"));
		Await.until(() -> tenants.size() == 1);
		write(this.jobs, "nightly", "30 4 * * *", Duration.ofHours(12), "after");
		Await.until(() -> said("nightly.yaml has changed") == 1);
		go.countDown();
		Await.until(() -> ended() == 1);
		assertThat(tenants).containsExactly("before", "before");
		Files.writeString(nightly.inbox().resolve("third.csv"), "");
		fire("2026-11-27T03:30:00Z", 2);
		assertThat(tenants).last().isEqualTo("after");
	}

	private long said(String words) {
		return this.said.stream().filter((said) -> said.contains(words)).count();
	}

	private List<String> fired() {
		return this.database.jdbc()
			.sql("select job, due_at from job_fire order by due_at")
			.query((row, number) -> row.getString(1) + " " + row.getTimestamp(2).toInstant())
			.list();
	}

	private void awaitPlanned(String... jobs) {
		Await.until(() -> this.database.jdbc()
			.sql("select task_instance, execution_time from scheduled_tasks order by 1")
			.query((row, number) -> row.getString(1) + " " + row.getTimestamp(2).toInstant())
			.list()
			.equals(List.of(jobs)));
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What was launched at that time. */
	private List<String> fire(String time, int fires) {
		int before = this.launched.size();
		set(Instant.parse(time));
		Await.until(() -> ended() == fires);
		return this.launched.subList(before, this.launched.size());
	}

	private RunEnd done(JobSettings job, Path csv, Path output, StopSignal drain) {
		this.launched.add(csv.getFileName().toString().replaceFirst(".*-(?=\\D)", ""));
		return new RunEnd.Finished(new RunId(this.launched.size()), 0);
	}

	private JobScheduler start(List<JobSettings> jobs, JobLauncher launcher) {
		JobScheduler scheduler = start(this.jobs, launcher);
		Await.until(() -> count("select count(*) from scheduled_tasks") == jobs.size());
		return scheduler;
	}

	private JobScheduler start(Path jobs, JobLauncher launcher) {
		ServeProperties properties = new ServeProperties(Path.of("jobs"), 4, Duration.ofMillis(100), Duration.ZERO);
		JobScheduler scheduler = new JobScheduler(folder(jobs), properties, ledger(), launcher, this.acting,
				() -> this.clock.instant(), "process " + this.schedulers.size());
		this.schedulers.add(scheduler);
		scheduler.start();
		return scheduler;
	}

	private ServedLedger ledger() {
		return new ServedLedger(this.database.dataSource(), new Runs(this.database.jdbc()),
				new JobFires(this.database.jdbc()), new TenantLeases(this.database.jdbc(), LIFE),
				new PageActions(this.database.jdbc(), this.database.transactions()));
	}

	private JobSettings job(String name, @Nullable String cron, Duration catchUp, String tenant) {
		write(this.jobs, name, cron, catchUp, tenant);
		return folder(this.jobs).jobs().stream().filter((job) -> job.name().equals(name)).findFirst().orElseThrow();
	}

	private void write(Path jobs, String name, @Nullable String cron, Duration catchUp, String tenant) {
		write(jobs, name, """
				bulk-checkout.schedule.inbox: %s
				bulk-checkout.schedule.catch-up: %s
				partner-center.tenant-id: %s
				%s
				""".formatted(this.directory.resolve(name), catchUp, tenant, (cron != null)
				? "bulk-checkout.schedule.cron: \"" + cron + "\"\nbulk-checkout.schedule.time-zone: Europe/Berlin"
				: ""));
	}

	private static void write(Path jobs, String name, String text) {
		try {
			Files.createDirectories(jobs);
			Path part = Files.writeString(jobs.resolve(name + ".part"), text);
			Files.move(part, jobs.resolve(name + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JobFolder folder(Path jobs) {
		return JobFolder.open(jobs, new StandardEnvironment(), JobScheduler::check, this.said::add);
	}

	private void set(Instant now) {
		this.clock = at(now);
	}

	private static Clock at(Instant now) {
		return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
	}

	/** Fires that are over, of jobs that the scheduler has planned anew since. */
	private long ended() {
		return count("""
				select count(*) from job_fire f where ended_at is not null
				   and not exists (select 1 from scheduled_tasks t where t.task_instance = f.job and t.picked)""");
	}

	private long count(String sql) {
		return this.database.jdbc().sql(sql).query(Long.class).single();
	}

	private String says(String job) {
		return this.database.jdbc()
			.sql("select says from job_fire where job = :job")
			.param("job", job)
			.query(String.class)
			.single();
	}

	@AfterEach
	void close() {
		this.schedulers.forEach(JobScheduler::close);
		this.database.close();
	}

}
