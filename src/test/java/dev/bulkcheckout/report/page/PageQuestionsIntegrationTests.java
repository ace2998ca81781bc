package dev.bulkcheckout.report.page;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.JobFires;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.ledger.RunEvent;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.RunLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page asks the ledger.
 */
class PageQuestionsIntegrationTests {

	private static final RunId RUN = new RunId(17);

	private final LedgerFixture ledger = new LedgerFixture();

	private final LiveRuns live = new LiveRuns(this.ledger.database.dataSource(), this.ledger.leases);

	private final RunCarts carts = new RunCarts(this.ledger.database.dataSource(), ErrorCodes::explain);

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void aRunThatIsWorkedOn() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		this.ledger.aHistory(lease);
		// what happened, happened since this process took the run up
		this.ledger.database.jdbc()
			.sql("update run_lease set acquired_at = timestamptz '2026-11-21T21:59:50Z'")
			.update();
		this.ledger.database.jdbc()
			.sql("update cart set completed_at = now() - interval '2 seconds' where outcome = 'ORDERED'")
			.update();
		this.ledger.database.jdbc().sql("update run set options = '{\"bulk-checkout.concurrency\": \"32\"}'").update();

		LiveRun run = this.live.of(RUN).orElseThrow();

		assertThat(run.settled()).isEqualTo(6);
		assertThat(run.allCarts()).isEqualTo(7);
		assertThat(run.carts(Outcome.ORDERED)).isEqualTo(2);
		assertThat(run.carts(Outcome.NOT_ATTEMPTED)).isEqualTo(1);
		assertThat(run.perSecond()).isEqualTo(0.2);
		assertThat(run.calls().refused()).isEqualTo(2);
		assertThat(run.calls().paused()).hasMillis(7500);
		assertThat(run.calls().mostInFlight()).isEqualTo(32);
		assertThat(run.events().getFirst().kind()).isEqualTo(RunEvent.Kind.RESTARTED);
		assertThat(run.outage()).isNull();
		assertThat(run.chart().slots()).isLessThanOrEqualTo(120);
		assertThat(run.chart().paused()).hasSize(1);
		assertThat(run.chart().down()).hasSize(1);
		assertThat(run.steps()).extracting(LiveRun.Step::kind)
			.containsExactly(LiveRun.Step.Kind.READ, LiveRun.Step.Kind.CHECKOUT, LiveRun.Step.Kind.IDS,
					LiveRun.Step.Kind.WRITE);
	}

	@Test
	void nobodyWorksOnAFinishedRun() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.runs.finished(RUN, 3);
		assertThat(this.live.of(RUN)).isEmpty();
		assertThat(this.live.of(new RunId(99))).isEmpty();
	}

	@Test
	void cartsAreFoundByWhatAPersonHas() throws IOException {
		this.ledger.aRunWithEverything(17);
		assertThat(find("C0000000-0000-0000-0000-000000000003")).containsExactly(4L);
		assertThat(find("c0000000-0000-0000-0000-000000000003")).containsExactly(4L);
		assertThat(find(LedgerFixture.ALICE)).hasSize(7);
		assertThat(find("-No_1")).containsExactly(2L);
		assertThat(find("5b5b5b5b")).containsExactly(2L);
		assertThat(find("8")).containsExactly(8L);
		assertThat(find("%")).isEmpty();
		assertThat(lines(new CartFilter("", Outcome.REFUSED, ""))).containsExactly(5L);
		assertThat(lines(new CartFilter("", Outcome.NOT_ATTEMPTED, ""))).containsExactly(8L);
		assertThat(lines(new CartFilter("", null, "800009"))).containsExactly(3L);
		assertThat(lines(new CartFilter("", null, "800002"))).containsExactly(5L);
		assertThat(lines(new CartFilter("c0000000", Outcome.ORDERED, ""))).containsExactly(2L, 7L);
	}

	private List<Long> find(String text) {
		return lines(new CartFilter(text, null, ""));
	}

	private List<Long> lines(CartFilter filter) {
		return this.carts.find(RUN, filter, 0, 50).carts().stream().map(CartPage.Row::line).toList();
	}

	@Test
	void pagesOfCartsFollowEachOther() throws IOException {
		this.ledger.aRunWithEverything(17);
		CartPage first = this.carts.find(RUN, CartFilter.ALL, 0, 3);
		assertThat(first.carts()).extracting(CartPage.Row::line).containsExactly(2L, 3L, 4L);
		CartPage second = this.carts.find(RUN, CartFilter.ALL, Objects.requireNonNull(first.next()), 4);
		assertThat(second.carts()).extracting(CartPage.Row::line).containsExactly(5L, 6L, 7L, 8L);
		assertThat(second.next()).isNull();
	}

	@Test
	void theStoryOfACart() throws IOException {
		this.ledger.aRunWithEverything(17);
		Lease later = this.ledger.aRun(18,
				new NewRun("rerun", "carts.csv", null, null, RUN, "REFUSED", null, false, "{}"));
		this.ledger.staged(later, 4);

		CartStory ordered = this.carts.story(RUN, 2).orElseThrow();
		assertThat(ordered.cause()).isNull();
		assertThat(ordered.requestId()).isEqualTo(this.ledger.requestOf(RUN, 2).value());
		assertThat(ordered.orders()).extracting(CartStory.Order::id).containsExactly("-nO_1", "order-2");
		assertThat(ordered.orders().getFirst().lines().getFirst().subscription())
			.isEqualTo("5b5b5b5b-0000-0000-0000-000000000001");
		assertThat(ordered.orders().getLast().lines()).hasSize(2);
		CartStory refused = this.carts.story(RUN, 5).orElseThrow();
		assertThat(refused.row().httpStatus()).isEqualTo(400);
		assertThat(refused.correlationId()).hasToString("0b0b0b0b-0000-0000-0000-000000000001");
		assertThat(refused.cause()).satisfies((cause) -> assertThat(cause.advice()).isNotEmpty());
		assertThat(refused.elsewhere()).extracting(CartStory.Elsewhere::run).containsExactly(new RunId(18));
		CartStory open = this.carts.story(new RunId(18), 3).orElseThrow();
		assertThat(open.elsewhere()).containsExactly(
				new CartStory.Elsewhere(RUN, 3, Outcome.PARTIALLY_ORDERED, LedgerFixture.ANSWERED.plusSeconds(3)));
		assertThat(this.carts.story(RUN, 3).orElseThrow().errors()).hasSize(2);
		assertThat(this.carts.story(RUN, 99)).isEmpty();
	}

	@Test
	void aCartThatWasReadBefore() {
		this.ledger.aPreflight(17);
		assertThat(this.carts.story(RUN, 2).orElseThrow().inspection()).satisfies((inspection) -> {
			assertThat(inspection.price()).isEqualByComparingTo("30.40");
			assertThat(inspection.expiresAt()).isEqualTo(LedgerFixture.ANSWERED);
		});
	}

	@Test
	void runsAreListedFromTheNewestAndThoseThatAreNotThroughFirst() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.runs.finished(RUN, 3);
		Lease ordered = this.ledger.aRun(18);
		this.ledger.staged(ordered, 1);
		this.ledger.settled(ordered, new CheckoutOutcome.Ordered(List.of(LedgerFixture.order("o-1"))), 201, null);
		this.ledger.runs.finished(ordered.run(), 0);
		Lease stopped = this.ledger.aRun(19);
		this.ledger.staged(stopped, 2);
		this.ledger.runs.stopped(stopped.run(), "OPERATOR", "somebody said so", "");
		this.ledger.leases.release(stopped);
		this.ledger.aPreflight(20);

		assertThat(this.ledger.reports.runsOlderThan(new RunId(19), 5)).extracting((line) -> line.run().id().value())
			.containsExactly(18L, 17L);
		assertThat(this.ledger.reports.openRuns(9)).extracting((open) -> open.line().run().id().value())
			.containsExactly(19L, 17L);
		assertThat(this.ledger.reports.openRuns(9).getLast().counts())
			.satisfies((counts) -> assertThat(counts.carts(Outcome.REFUSED)).isEqualTo(1));

		// what a rerun has taken is that run's business
		this.ledger.aRun(21, new NewRun("rerun", "carts.csv", null, null, RUN, "REFUSED", null, false, "{}"));
		assertThat(this.ledger.reports.openRuns(9)).extracting((open) -> open.line())
			.extracting(RunLine::run)
			.extracting((run) -> run.id().value())
			.containsExactly(21L, 19L);
	}

	@Test
	void whatIsDueAndWhoWorks() {
		ServedJobs jobs = new ServedJobs(this.ledger.database.jdbc());
		JobFires fires = new JobFires(this.ledger.database.jdbc());
		Instant due = Instant.parse("2026-11-21T02:00:00Z");
		fires.begin("nightly", due, "host/1");
		fires.end("nightly", due, "there was no file");
		fires.begin("nightly", due.plusSeconds(86_400), "host/1");
		this.ledger.database.jdbc().sql("""
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, version)
				values ('serve', 'nightly', timestamptz '2026-11-23T02:00:00Z', true, 'host/1', 1)""").update();
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 2);
		this.ledger.database.jdbc()
			.sql("""
					insert into run_partition (run_id, number, first_position, last_position, holder_host, holder_pid, heartbeat_at)
					values (17, 0, 1, 1, 'night-02 boot', 4712, now()), (17, 1, 2, 2, 'night-02 boot', 4712, now())""")
			.update();

		assertThat(jobs.next().get("nightly")).satisfies((next) -> {
			assertThat(next.at()).isEqualTo("2026-11-23T02:00:00Z");
			assertThat(next.by()).isEqualTo("host/1");
		});
		assertThat(jobs.last(1).get("nightly")).singleElement()
			.satisfies((fire) -> assertThat(fire.endedAt()).isNull());
		assertThat(jobs.last(5).get("nightly")).hasSize(2);
		assertThat(jobs.workers()).singleElement().satisfies((worker) -> {
			assertThat(worker.host()).isEqualTo("night-02");
			assertThat(worker.partitions()).isEqualTo("1, 2");
		});
		assertThat(jobs.shared()).containsExactly(new ServedJobs.SharedRun(RUN, 2, 0, 2));
	}

}
