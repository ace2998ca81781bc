package dev.bulkcheckout.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.Explanation;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.LeaseHolder;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.cart.RunId;

import static org.assertj.core.api.Assertions.assertThat;

class RunReportsIntegrationTests {

	private static final RunId RUN = new RunId(17);

	private static final Path OUTPUT = Path.of("output", "run-17");

	private final LedgerFixture ledger = new LedgerFixture();

	private final RunText text = new RunText(ZoneId.of("Europe/Berlin"), 80);

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void runThatIsWorkedOnIsRunning() {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 3);
		this.ledger.settled(lease, new CheckoutOutcome.AlreadyOrdered(), 400, "800065");
		RunReport report = report();
		assertThat(report.state()).isInstanceOfSatisfying(RunState.Running.class, (running) -> {
			assertThat(running.holder().host()).isEqualTo("night-01");
			assertThat(running.stopRequestedAt()).isNull();
		});
		assertThat(report.progress()).isEqualTo(new RunProgress(RunProgress.Phase.CHECKING_OUT, 3, 1, 0, 0, 0, null));
		this.ledger.runs.requestStop(RUN);
		assertThat(report().state().word()).isEqualTo("STOPPING");
	}

	@Test
	void everyStepTowardTheEndHasItsPhase() {
		Lease lease = this.ledger.aRun(17);
		assertThat(report().progress().phase()).isEqualTo(RunProgress.Phase.STAGING);
		this.ledger.staged(lease, 1);
		this.ledger.settled(lease,
				new CheckoutOutcome.Ordered(
						List.of(LedgerFixture.order("o", LedgerFixture.item(0, "s"), LedgerFixture.item(1, null)))),
				201, null);
		this.ledger.runs.checkedOut(RUN);
		this.ledger.looked(lease, SubscriptionState.AWAITED, null, LedgerFixture.NEXT_LOOK);
		assertThat(report().progress())
			.isEqualTo(new RunProgress(RunProgress.Phase.RECONCILING, 1, 1, 2, 1, 0, LedgerFixture.NEXT_LOOK));
		assertThat(line().progress()).isEqualTo(report().progress());
		this.ledger.looked(lease, SubscriptionState.MISSING, "gave up", null);
		this.ledger.runs.reconciled(RUN);
		assertThat(report().progress())
			.isEqualTo(new RunProgress(RunProgress.Phase.WRITING_RESULTS, 1, 1, 2, 0, 1, null));
		this.ledger.runs.finished(RUN, 4);
		assertThat(report().state()).isInstanceOfSatisfying(RunState.Finished.class,
				(finished) -> assertThat(finished.exitCode()).isEqualTo(4));
		assertThat(report().progress().phase()).isEqualTo(RunProgress.Phase.DONE);
	}

	@Test
	void totalsThatWereKeptAreToldUntilSomebodyTakesTheLease() {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 3);
		this.ledger.settled(lease,
				new CheckoutOutcome.Ordered(List.of(LedgerFixture.order("o", LedgerFixture.item(0, "s")))), 201, null);
		this.ledger.settled(lease, new CheckoutOutcome.AlreadyOrdered(), 400, "800065");
		RunReport counted = report();
		this.ledger.reports.keepTotals(lease);
		this.ledger.database.jdbc().sql("update cart set outcome = 'REFUSED' where outcome is null").update();
		this.ledger.database.jdbc().sql("delete from cart_order").update();
		assertThat(totals(report())).isEqualTo(totals(counted));
		this.ledger.leases.release(lease);
		assertThat(totals(report())).isEqualTo(totals(counted));
		assertThat(this.ledger.leases.acquire(RUN, new LeaseHolder("night-02", 4712, null))).isPresent();
		this.ledger.reports.keepTotals(lease);
		assertThat(report().counts().carts(Outcome.REFUSED)).isEqualTo(1);
		assertThat(report().orders()).isZero();
	}

	private static List<Object> totals(RunReport report) {
		return List.of(report.counts(), report.orders(), report.money(), report.ordersWithoutPrice(),
				report.checkoutsPerSecond());
	}

	@Test
	void stoppedRunTellsWhyUntilItGoesOn() {
		Lease lease = this.ledger.aRun(17);
		this.ledger.runs.stopped(RUN, "token", "the token was refused", "renew the secret");
		assertThat(report().state()).isInstanceOf(RunState.Stopped.class);
		this.ledger.leases.release(lease);
		assertThat(report().state()).isInstanceOfSatisfying(RunState.Stopped.class, (stopped) -> {
			assertThat(stopped.reason()).isEqualTo("the token was refused");
			assertThat(stopped.advice()).isEqualTo("renew the secret");
		});
		Lease other = this.ledger.leases.acquire(RUN, new LeaseHolder("b", 2, null)).orElseThrow();
		assertThat(report().state()).isInstanceOf(RunState.Running.class);
		this.ledger.leases.release(other);
		assertThat(report().state()).as("no work has begun since").isInstanceOf(RunState.Stopped.class);
	}

	@Test
	void runWhoseHolderIsNotHeardOfCrashed() {
		this.ledger.aRun(17);
		this.ledger.database.jdbc()
			.sql("update run_lease set heartbeat_at = now() - interval '1 hour', acquired_at = now() - interval '2 hours'")
			.update();
		assertThat(report().state()).isInstanceOfSatisfying(RunState.Crashed.class,
				(crashed) -> assertThat(Duration.between(crashed.lastHeartbeat(), report().asOf()))
					.isGreaterThanOrEqualTo(Duration.ofHours(1)));
	}

	@Test
	void runThatNobodyWorksOnAndNobodyStoppedWaits() {
		this.ledger.leases.release(this.ledger.aRun(17));
		assertThat(report().state()).isEqualTo(new RunState.Waiting());
		assertThat(line().state()).isEqualTo(new RunState.Waiting());
	}

	@Test
	void runThatIsNotThereIsEmpty() {
		assertThat(this.ledger.reports.of(RUN)).isEmpty();
		assertThat(this.ledger.reports.runs(10)).isEmpty();
	}

	@Test
	void listCountsAsTheReportDoes() throws IOException {
		this.ledger.aRunWithEverything(17);
		RunLine line = line();
		RunReport report = report();
		assertThat(line.progress()).isEqualTo(report.progress());
		assertThat(line.ordered()).isEqualTo(report.counts().carts(Outcome.ORDERED)).isEqualTo(2);
		assertThat(line.unhappy()).isEqualTo(4);
		assertThat(line.rejected()).isEqualTo(1);
	}

	@Test
	void newestRunsComeFirst() {
		this.ledger.aRun(3);
		this.ledger.aRun(12);
		this.ledger.aRun(7);
		assertThat(this.ledger.reports.runs(2)).extracting((line) -> line.run().id().value()).containsExactly(12L, 7L);
	}

	@Test
	void causesAreCountedWithAnExample() {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 5);
		this.ledger.settled(lease, new CheckoutOutcome.Unknown("no answer"), null, null);
		this.ledger.settled(lease, new CheckoutOutcome.Refused("no such offer", List.of()), 400, "800002");
		this.ledger.settled(lease, new CheckoutOutcome.Refused("nor this", List.of()), 400, "800002");
		this.ledger.settled(lease, new CheckoutOutcome.PartiallyOrdered(List.of(LedgerFixture.order("o")),
				List.of(LedgerFixture.refusedGroup("1", "800009", "line at fault"))), 201, null);
		String customer = LedgerFixture.ALICE;
		String correlation = "0b0b0b0b-0000-0000-0000-000000000001";
		assertThat(report().causes()).containsExactly(
				new RunReport.Cause(Outcome.REFUSED, 400, "800002", 2, 3, customer, id(2), correlation, "no such offer",
						new Explanation("the input is not valid",
								"open the cart, correct what the description names, then rerun")),
				new RunReport.Cause(Outcome.UNKNOWN, null, null, 1, 2, customer, id(1), correlation, "no answer", null),
				new RunReport.Cause(Outcome.PARTIALLY_ORDERED, 201, "800009", 1, 5, customer, id(4), correlation,
						"line at fault",
						new Explanation("lines of the cart are faulty; each line of the cart tells its error",
								"open the cart, mend or replace the lines that tell an error, then rerun")));
		assertThat(report().moreCauses()).isZero();
	}

	@Test
	void whatIsOddAboutAnAnswerIsTold() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 2);
		this.ledger.ordered(lease, "odd a", "odd b");
		assertThat(report().notes()).containsExactly(new RunReport.Note(2, LedgerFixture.ALICE, id(1), "odd a; odd b"));
		assertThat(shown()).contains("Odd answers", "line 2, customer " + LedgerFixture.ALICE, "odd a; odd b");
	}

	@Test
	void openLinesAreLimitedAndTheRestIsCounted() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 25);
		for (int i = 1; i <= 25; i++) {
			this.ledger.settled(lease, new CheckoutOutcome.Ordered(List
				.of((i == 1) ? LedgerFixture.order("o1") : LedgerFixture.order("o" + i, LedgerFixture.item(4, null)))),
					201, null);
		}
		this.ledger.looked(lease, SubscriptionState.AWAITED, "HTTP 503", LedgerFixture.NEXT_LOOK);
		RunReport report = report();
		assertThat(report.openLines()).hasSize(25);
		assertThat(report.moreOpenLines()).isZero();
		assertThat(report.openLines().getFirst().lineItem()).isNull();
		assertThat(report.openLines().get(1)).isEqualTo(new RunReport.OpenLine(LedgerFixture.ALICE, "o2", 4,
				"Business Basic 4", SubscriptionState.AWAITED, "completed", 1, 0, LedgerFixture.NEXT_LOOK, "HTTP 503"));
		assertThat(shown()).contains("order o2, line item 4", "and 5 more order lines, see orders.csv",
				"last look: HTTP 503", "next look 2026-11-21 23:30");
	}

	@Test
	void stepsAddUpTheirTriesWithoutThePausesBetween() {
		this.ledger.aRun(17);
		step(1, "stageCarts", "COMPLETED", "2026-11-22T01:00:00", "2026-11-22T01:00:02.500");
		step(2, "checkoutCarts", "FAILED", "2026-11-22T01:00:03", "2026-11-22T01:10:03");
		step(3, "checkoutCarts:share1", "FAILED", "2026-11-22T01:00:03", "2026-11-22T01:10:03");
		step(4, "checkoutCarts", "COMPLETED", "2026-11-22T08:00:00", "2026-11-22T08:05:00");
		Instant began = LocalDateTime.parse("2026-11-22T01:00:03").atZone(ZoneId.systemDefault()).toInstant();
		Instant ended = LocalDateTime.parse("2026-11-22T08:05:00").atZone(ZoneId.systemDefault()).toInstant();
		assertThat(report().steps()).hasSize(2)
			.last()
			.isEqualTo(new RunReport.Step("checkoutCarts", "done", began, ended, 2, Duration.ofMinutes(15)));
	}

	@Test
	void pausesDoNotSlowTheRate() {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 5);
		for (int i = 0; i < 5; i++) {
			this.ledger.settled(lease, new CheckoutOutcome.AlreadyOrdered(), 400, null);
		}
		this.ledger.database.jdbc()
			.sql("update cart set completed_at = completed_at + interval '6 hours' where line > 4")
			.update();
		assertThat(report().checkoutsPerSecond()).hasValue(1.0);
	}

	@Test
	void whyThePaceIsWhatItIsIsTold() throws IOException {
		Lease lease = this.ledger.aRun(17);
		assertThat(shown()).doesNotContain("the pace:");
		this.ledger.aHistory(lease);
		assertThat(shown()).contains("the pace: held at 97/s: the API refused at 109/s");
	}

	@Test
	void lineageIsToldOnBothSides() throws IOException {
		this.ledger.aRun(17);
		this.ledger.aRun(18,
				new NewRun("key18", "run 17", null, null, RUN, "refused,not-attempted", null, false, "{}"));
		assertThat(report().reruns()).containsExactly(new RunReport.Rerun(new RunId(18), "refused,not-attempted"));
		assertThat(shown()).contains("  rerun      as run 18 (refused, not attempted)");
		assertThat(listed()).contains("rerun of run 17 (refused, not attempted), running since");
	}

	@Test
	void textFitsTheTerminalAndSaysWhatThereIs() throws IOException {
		this.ledger.aRunWithEverything(17);
		String shown = shown();
		assertThat(shown).startsWith("run 17: running since ")
			.contains("Carts              7\n", "ordered            2\n", "partially ordered  1\n",
					"not attempted      1\n", "rejected rows      1\n", "subscription id there      1",
					"id missing                 1", "of 5 orders", "1.0 checkouts a second",
					"    1  refused, HTTP 400, code 800002\n      =HYPERLINK(\"http://x\"), ünï ☃ 𝄞\n",
					"times in Europe/Berlin (UTC+01:00)");
		assertThat(shown.lines()).allSatisfy((line) -> assertThat(line.length()).isLessThanOrEqualTo(80));
		assertThat(listed().lines()).allSatisfy((line) -> assertThat(line.length()).isLessThanOrEqualTo(80));
		assertThat(listed()).startsWith("Run  Launched          Carts  Ordered  To look at  No id yet\n 17  ")
			.contains("      7        2           5          2\n      carts.csv, running since ");
	}

	@Test
	void finishedRunBeginsWithItsVerdictAndWhatToDo() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.runs.finished(RUN, 3);
		assertThat(shown()).startsWith("""
				5 of 7 carts, 1 input row and 1 order line that failed at Microsoft need a
				person
				  3 subscription ids are missing: ask again
				    output/run-17/orders.csv
				    bulk-checkout reconcile 17
				  1 cart refused, 1 cart with unknown outcome and 1 cart not attempted: mend
				  what was refused, then look what a rerun would take
				    output/run-17/needs-attention.csv
				    bulk-checkout rerun 17 --dry-run
				  1 partially ordered cart, 1 cart ordered before, 1 order line that failed at
				  Microsoft and 1 rejected row: mend by hand
				    output/run-17/order-errors.csv
				    output/run-17/results.csv
				    output/run-17/orders.csv
				    output/run-17/rejected.csv

				run 17: finished """)
			.contains("Money, no tax\nEUR                40.40\n      40.40 each month\n  1 order without a price\n",
					"      which means: the input is not valid\n",
					"      what to do: Open the cart, correct what the description names, then rerun.\n");
	}

	@Test
	void whatIsZeroIsNotTold() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 1);
		this.ledger.settled(lease,
				new CheckoutOutcome.Ordered(List.of(LedgerFixture.order("o", LedgerFixture.item(0, "s")))), 201, null);
		this.ledger.runs.finished(RUN, 0);
		assertThat(shown()).startsWith("Every cart is ordered and every subscription id is there\n\nrun 17: finished ")
			.contains("Carts              1\nordered            1\n\n", "Order lines                1  of 1 order\n")
			.doesNotContain("refused", "rejected", "awaited", "missing", "Why not ordered", " 0\n");
	}

	@Test
	void linesFitEveryTerminalAndBreakNoWord() throws IOException {
		this.ledger.aRunWithEverything(17);
		this.ledger.runs.finished(RUN, 3);
		for (int width : new int[] { 80, 200 }) {
			StringBuilder shown = new StringBuilder();
			new RunText(ZoneId.of("Europe/Berlin"), width).write(report(), OUTPUT, shown);
			assertThat(shown.toString().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(width));
			assertThat(shown).contains(LedgerFixture.ALICE, "bulk-checkout rerun 17 --dry-run",
					"output/run-17/needs-attention.csv");
		}
	}

	@Test
	void emptyListSaysHowToBegin() throws IOException {
		assertThat(listed()).isEqualTo("no runs yet; 'bulk-checkout run CARTS.csv' makes the first\n");
	}

	@Test
	void listAsJsonHasEveryMember() throws IOException {
		this.ledger.aRunWithEverything(17);
		StringBuilder json = new StringBuilder();
		RunJson.write(this.ledger.reports.runs(10), json);
		JsonNode run = JsonMapper.shared().readTree(json.toString()).get(0);
		assertThat(run.propertyNames()).containsExactly("run", "input", "rehearsal", "sha256", "date", "rerunOf",
				"rerunOutcomes", "job", "createdAt", "startedAt", "stagedAt", "checkedOutAt", "reconciledAt",
				"finishedAt", "exitCode", "state", "progress", "ordered", "unhappy", "rejected");
		assertThat(run.get("state").propertyNames()).containsExactly("word", "since", "host", "pid", "reason",
				"advice");
		assertThat(run.get("createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
	}

	@Test
	void showAsJsonHasEveryMember() throws IOException {
		this.ledger.aRunWithEverything(17);
		StringBuilder json = new StringBuilder();
		RunJson.write(report(), json);
		JsonNode run = JsonMapper.shared().readTree(json.toString());
		assertThat(run.propertyNames()).containsExactly("run", "input", "rehearsal", "sha256", "date", "rerunOf",
				"rerunOutcomes", "job", "createdAt", "startedAt", "stagedAt", "checkedOutAt", "reconciledAt",
				"finishedAt", "exitCode", "state", "progress", "asOf", "rows", "rejected", "carts", "verdict",
				"outcomes", "orders", "orderLines", "money", "ordersWithoutPrice", "subscriptions",
				"checkoutsPerSecond", "pace", "steps", "causes", "moreCauses", "openLines", "moreOpenLines", "notes",
				"moreNotes", "preflight", "reruns", "carriedOver", "options");
		assertThat(run.get("causes").get(0).propertyNames()).containsExactly("outcome", "httpStatus", "code", "carts",
				"exampleLine", "exampleCustomer", "exampleCart", "exampleCorrelation", "description", "meaning",
				"advice");
		assertThat(run.get("openLines").get(0).propertyNames()).containsExactly("customer", "order", "lineItemNumber",
				"friendlyName", "state", "orderStatus", "reads", "secondReads", "nextLook", "problem");
	}

	@Test
	void jsonIsWhatItsSchemaSays() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		isAsSchemasSay();
		this.ledger.runs.finished(RUN, 3);
		isAsSchemasSay();
		this.ledger.leases.release(this.ledger.aRun(18));
		this.ledger.runs.started(RUN);
		this.ledger.runs.stopped(RUN, "CREDIT", "the credit limit is reached", "have it raised");
		this.ledger.leases.release(lease);
		isAsSchemasSay();
		assertThat(violations("runs", "[{\"run\": 0}]")).isNotEmpty();
	}

	private void isAsSchemasSay() throws IOException {
		StringBuilder one = new StringBuilder();
		RunJson.write(report(), one);
		assertThat(violations("run", one.toString())).isEmpty();
		StringBuilder list = new StringBuilder();
		RunJson.write(this.ledger.reports.runs(10), list);
		assertThat(violations("runs", list.toString())).isEmpty();
	}

	private static List<String> violations(String schema, String json) throws IOException {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(Files.readString(Path.of("docs", schema + ".schema.json")), InputFormat.JSON)
			.validate(json, InputFormat.JSON)
			.stream()
			.map(Object::toString)
			.toList();
	}

	private RunReport report() {
		return this.ledger.reports.of(RUN).orElseThrow();
	}

	private RunLine line() {
		return this.ledger.reports.runs(1).getFirst();
	}

	private String shown() throws IOException {
		StringBuilder shown = new StringBuilder();
		this.text.write(report(), OUTPUT, shown);
		return shown.toString().replace(System.lineSeparator(), "\n");
	}

	private String listed() throws IOException {
		StringBuilder listed = new StringBuilder();
		this.text.write(this.ledger.reports.runs(10), listed);
		return listed.toString().replace(System.lineSeparator(), "\n");
	}

	private static String id(int number) {
		return LedgerFixture.cart(number).id().value();
	}

	private void step(long id, String name, String status, String start, String end) {
		this.ledger.database.jdbc().sql("""
				insert into batch_job_execution (job_execution_id, version, job_instance_id, create_time, status)
				values (:id, 0, 17, now(), 'FAILED')""").param("id", id).update();
		this.ledger.database.jdbc()
			.sql("""
					insert into batch_step_execution (step_execution_id, version, step_name, job_execution_id, create_time,
					                                  start_time, end_time, status, last_updated)
					values (:id, 0, :name, :id, now(), :start::timestamp, :end::timestamp, :status, :end::timestamp)""")
			.param("id", id)
			.param("name", name)
			.param("start", start)
			.param("end", end)
			.param("status", status)
			.update();
	}

}
