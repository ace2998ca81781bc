package dev.bulkcheckout.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.Await;
import dev.bulkcheckout.TestCli;
import dev.bulkcheckout.TestDatabase;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nights of {@code serve} by a clock that the test sets, with real launches.
 */
class ServedLaunchIntegrationTests {

	private final Simulator partnerCenter = Simulator.start();

	private final TestDatabase database = TestDatabase.migrated();

	private final List<String> said = new CopyOnWriteArrayList<>();

	private final Path directory;

	private volatile Clock clock = Clock.systemUTC();

	ServedLaunchIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void whatANightLeavesIsARunOfTheNextOneAlsoWithoutAFileAndWithAJobFileThatIsFaultyByThen() throws Exception {
		Path jobs = Files.createDirectories(this.directory.resolve("jobs"));
		Path inbox = Files.createDirectories(this.directory.resolve("inbox"));
		String job = """
				bulk-checkout.schedule.inbox: %s
				bulk-checkout.schedule.cron: "30 2 * * *"
				bulk-checkout.schedule.time-zone: UTC
				bulk-checkout.carry-over: 3d
				bulk-checkout.polling.initial-delay: 10ms
				""".formatted(inbox);
		Files.writeString(jobs.resolve("nightly.yaml"), job);
		// under review, once
		Files.writeString(inbox.resolve("carts.csv"), """
				customer-id,cart-id
				c0000000-0000-4000-8000-000000000001,40300001-0080-0073-0000-000000000001
				""");
		TestCli cli = new TestCli(this.database.url()).asking(this.partnerCenter);
		// carts are settled by the clock of the machine: between the two nights
		Instant yesterday = LocalDate.now(ZoneOffset.UTC)
			.minusDays(1)
			.atTime(LocalTime.of(2, 30))
			.toInstant(ZoneOffset.UTC);
		set(yesterday.minusSeconds(60));
		try (ConfigurableApplicationContext ledger = cli.application().ledger(Map.of(), null, this.said::add);
				JobScheduler scheduler = new JobScheduler(
						JobFolder.open(jobs, ledger.getEnvironment(), JobScheduler::check, this.said::add),
						new ServeProperties(jobs, 4, Duration.ofMillis(100), Duration.ZERO),
						ledger.getBean(ServedLedger.class), new ServedLaunch(cli.application(), this.said::add),
						new ServedAction(cli.application(), this.said::add), () -> this.clock.instant(), "test")) {
			scheduler.start();
			set(yesterday);
			await("select count(*) from job_fire where ended_at is not null", 1);
			assertThat(runs()).as("%s", this.said).containsExactly("nightly REFUSED 800073");

			Files.writeString(jobs.resolve("nightly.yaml"), job + "bulk-checkout.carry-ovr: 0s\n");
			set(yesterday.plus(Duration.ofDays(2)));
			await("select count(*) from job_fire where says like '%-carried-over.csv: run 2 finished with exit code 0'",
					1);
			assertThat(runs()).containsExactly("nightly REFUSED 800073", "nightly ORDERED  from 1:2");
			assertThat(this.said).anyMatch((said) -> said.contains("1 cart carried over from run 1"))
				.anyMatch((said) -> said.contains("line 6: there is no setting bulk-checkout.carry-ovr")
						&& said.contains("what it said before stays in force"));
			try (var done = Files.list(inbox.resolve("done"))) {
				assertThat(done.map((file) -> file.getFileName().toString().replaceFirst("^[0-9]+-[0-9]+-", "")))
					.containsExactlyInAnyOrder("carts.csv", "carts.results", "carried-over.csv",
							"carried-over.results");
			}
		}
		assertThat(this.partnerCenter.counts().orderedCarts()).isOne();
	}

	private List<String> runs() {
		return this.database.jdbc()
			.sql("""
					select job || ' ' || outcome || ' ' || coalesce(error_code, '') || coalesce(' from ' || from_run || ':' || from_line, '')
					  from run join cart on cart.run_id = run.id left join carried_cart using (run_id, line) order by run.id""")
			.query(String.class)
			.list();
	}

	private void set(Instant now) {
		this.clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
	}

	private void await(String count, long is) throws InterruptedException {
		Await.until(() -> this.database.jdbc().sql(count).query(Long.class).single() == is, () -> this.said);
	}

}
