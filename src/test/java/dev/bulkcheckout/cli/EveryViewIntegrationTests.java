package dev.bulkcheckout.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.html.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every view of the page in a real browser: on a desk and on a phone, in the light and in
 * the dark, with ordinary text and with hostile text in every field. Screenshots are kept
 * below {@code target/screenshots}.
 */
@Isolated("the scripts of a browser have their time")
@Tag("long")
class EveryViewIntegrationTests {

	private static final Path SHOTS = Path.of("target/screenshots");

	/** Of those below the run, and beside runs; each once signed in. */
	private static final Map<String, String> VIEWS = Map.ofEntries(Map.entry("runs", "/"),
			Map.entry("runs-older", "/?before=11"), Map.entry("run-finished", "/runs/5"),
			Map.entry("run-stopped", "/runs/6"), Map.entry("run-live", "/runs/7"), Map.entry("run-planned", "/runs/8"),
			Map.entry("run-preflight", "/runs/9"), Map.entry("run-outage", "/runs/11"),
			Map.entry("report", "/runs/5/report"), Map.entry("carts", "/runs/5/carts"),
			Map.entry("carts-none", "/runs/5/carts?q=%3Cscript%3Edocument.title%3D'pwned'%3C/script%3E"),
			Map.entry("cart-ordered", "/runs/5/carts/2"), Map.entry("cart-partial", "/runs/5/carts/3"),
			Map.entry("cart-already", "/runs/5/carts/4"), Map.entry("cart-refused", "/runs/5/carts/5"),
			Map.entry("cart-unknown", "/runs/5/carts/6"), Map.entry("cart-open", "/runs/5/carts/8"),
			Map.entry("cart-inspected", "/runs/9/carts/3"), Map.entry("schedule", "/schedule"),
			Map.entry("upload", "/upload"), Map.entry("ask-stop", "/runs/7/stop"),
			Map.entry("ask-restart", "/runs/6/restart"), Map.entry("ask-rerun", "/runs/5/rerun"),
			Map.entry("ask-reconcile", "/runs/5/reconcile"), Map.entry("ask-approve", "/runs/8/approve"),
			Map.entry("ask-not-now", "/runs/5/stop"), Map.entry("action", "/actions/1"));

	@RegisterExtension
	private static final Browser browser = new Browser();

	@TempDir
	private Path directory = Path.of("");

	private final LedgerFixture ledger = new LedgerFixture();

	private @Nullable ServedPage page;

	@AfterEach
	void closePage() {
		if (this.page != null) {
			this.page.close();
		}
		else {
			this.ledger.close();
		}
	}

	@Test
	void everyViewIsReadableForEverybody() throws IOException {
		runs("olga", "nightly", "a reason in words");
		ServedPage page = serve("nightly", "olga");
		for (String path : List.of("/sign-in", "/sign-in?refused", "/sign-in?wait", "/sign-in?out")) {
			look("sign-in" + path.replaceAll("[^a-z]|sign.in", ""), path);
		}
		browser.signIn("olga");
		for (Map.Entry<String, String> view : VIEWS.entrySet()) {
			look(view.getKey(), view.getValue());
		}
		look("uploaded", "/uploads/" + upload(page, "april.csv", "nightly") + "?job=nightly");
		dialogsAreSound("dialog");
		faults("olga");
	}

	@Test
	void hostileTextDoesNothingInAnyView() throws IOException {
		String job = "<img src=x onerror=alert(1)> \"onclick='alert(2)' &amp; {{7*7}} " + "x".repeat(90);
		String operator = "<b onclick=alert(1)>\u202E\"'&{{7*7}}${7*7}" + "x".repeat(20);
		runs(operator, job, LedgerFixture.HOSTILE);
		this.ledger.isHostile();
		// asked by whom, and of which job, cannot be any text
		this.ledger.database.jdbc().sql("update page_action set asked_by = ?").param(operator).update();
		this.ledger.database.jdbc()
			.sql("update run_partition set holder_host = ? where number = 1")
			.param(LedgerFixture.HOSTILE)
			.update();
		this.ledger.database.jdbc().sql("update run set job = ? where id in (5, 6)").param(job).update();
		ServedPage page = serve(job, operator);
		show("/sign-in", 1280);
		browser.signIn(operator);
		for (Map.Entry<String, String> view : VIEWS.entrySet()) {
			hostile(view.getKey(), view.getValue());
		}
		String sha = upload(page, "<svg onload=alert(1)>\u202E.csv", job);
		hostile("uploaded", "/uploads/" + sha + "?job=" + encoded(job));
		dialogsAreSound("hostile-dialog");
	}

	@Test
	void aRunIsFoundAndStoppedByTheKeyboardAlone() throws IOException {
		runs("olga", "nightly", "a reason in words");
		serve("nightly", "olga");
		show("/", 1280);
		browser.press("olga", Keys.TAB, "olga", Keys.ENTER);
		browser.await(() -> browser.text("body").contains("signed in as"));
		show("/", 1280);
		tabTo("run 7");
		browser.press(Keys.ENTER);
		browser.await(() -> browser.text("h1").equals("run 7"));
		tabTo("Stop… run 7");
		browser.press(Keys.ENTER);
		browser.await(browser::isAsking);
		assertThat(browser.focused()).isEqualTo("Leave it");
		browser.press(Keys.ESCAPE);
		browser.await(() -> !browser.isAsking());
		assertThat(browser.focused()).as("where it was before").isEqualTo("Stop… run 7");
		browser.press(Keys.ENTER);
		browser.await(browser::isAsking);
		browser.press(Keys.TAB);
		assertThat(browser.focused()).isEqualTo("Stop run 7");
		browser.press(Keys.ENTER);
		browser.await(() -> browser.text("#live-7").contains("is stopping"));
		assertThat(browser.text("#done")).contains("olga");
		assertThat(browser.console()).isEmpty();
	}

	private static void tabTo(String name) {
		for (int i = 0; i < 80 && !browser.focused().equals(name); i++) {
			browser.press(Keys.TAB);
			assertThat(browser.ask("getComputedStyle(document.activeElement).outlineStyle"))
				.as("seen: " + browser.focused())
				.isNotEqualTo("none");
		}
		assertThat(browser.focused()).isEqualTo(name);
	}

	@Test
	void withoutScriptAllIsShownAndDone() throws IOException {
		Path csv = this.directory.resolve("april.csv");
		StringBuilder carts = new StringBuilder("customer-id,cart-id\n");
		for (int i = 0; i < 600; i++) {
			carts.append("%08d-1111-4222-8333-444444444444,%s%n".formatted(i % 10,
					(i % 100 == 0) ? "40010000-0080-0002-0000-%012d".formatted(i) : UUID.randomUUID()));
		}
		Files.writeString(csv, carts);
		this.page = new ServedPage(this.directory, this.ledger.database, "nightly", "olga",
				Map.of("bulk-checkout.rate", 40));
		plain("/upload");
		browser.signIn("olga");
		assertThat(browser.text("h1")).as("where it was to go").isEqualTo("Upload carts");
		browser.driver().findElement(By.id("file")).sendKeys(csv.toString());
		browser.click("[value=run]");
		browser.click(".go");
		assertThat(browser.text("#h-f")).isEqualTo("600 carts");
		browser.click("[data-arms]");
		browser.click("#question .go");
		browser.await(() -> browser.path().equals("/runs/1"));

		plainUntil("/runs/1", "is checking out");
		browser.click("#acts .stop");
		assertThat(browser.text("#ask-h")).isEqualTo("Stop run 1?");
		browser.click(".kill");
		plainUntil("/runs/1", "Restart");
		browser.click("#acts a[href$=restart]");
		assertThat(browser.text("#ask-h")).isEqualTo("Go on with run 1?");
		browser.click("#question .go");
		plainUntil("/runs/1", "with exit code 3");
		browser.click("#acts a[href$=rerun]");
		browser.click("[data-arms]");
		browser.click("#question .go");
		browser.await(() -> browser.path().equals("/runs/2"));
		plainUntil("/runs/2", "with exit code 3");

		plain("/runs/1/carts");
		browser.driver().findElement(By.id("q")).sendKeys("40010000-0080", Keys.ENTER);
		browser.await(() -> browser.text("#ct").contains("refused"));
		assertThat(browser.ask("document.querySelectorAll('#ct tbody tr').length")).isEqualTo(6L);
		browser.click("#ct tbody a");
		assertThat(browser.text("main")).contains("HTTP 400, code 800002", "run 2, later");
		for (String view : List.of("/", "/schedule", "/runs/1/report")) {
			plain(view);
			assertThat(browser.text("main")).as(view).isNotEmpty();
		}
		plain("/");
		browser.click(".nav form button");
		browser.await(() -> browser.path().equals("/sign-in"));
		assertThat(browser.console()).isEmpty();
	}

	private void plain(String path) {
		browser.show(Objects.requireNonNull(this.page).at(path).toString(), 1280, false, false);
	}

	private void plainUntil(String path, String says) {
		browser.await(() -> {
			plain(path);
			return browser.text("main").contains(says);
		});
	}

	private void runs(String operator, String job, String says) throws IOException {
		Lease finished = this.ledger.aRunWithEverything(5);
		this.ledger.aHistory(finished);
		this.ledger.runs.finished(finished.run(), 3);
		this.ledger.leases.release(finished);
		Lease stopped = aRun(6, "stopped.csv");
		this.ledger.staged(stopped, 12);
		this.ledger.runs.stopped(stopped.run(), "OPERATOR", "olga asked for it to stop", "restart it in the morning");
		this.ledger.leases.release(stopped);
		Lease live = aRun(7, "live.csv");
		this.ledger.staged(live, 100);
		this.ledger.aHistory(live);
		Lease planned = aRun(8, "planned.csv");
		this.ledger.staged(planned, 3);
		this.ledger.runs.stopped(planned.run(), "PLANNED", "it waits to be approved", "approve it");
		this.ledger.leases.release(planned);
		this.ledger.aPreflight(9);
		Lease fine = aRun(10, "fine.csv");
		this.ledger.staged(fine, 0);
		this.ledger.runs.finished(fine.run(), 0);
		this.ledger.leases.release(fine);
		Lease down = aRun(11, "down.csv");
		this.ledger.staged(down, 40);
		for (String sql : List.of("update run_lease set released_at = now() where run_id = 9",
				"update run set job = '%s' where id in (5, 6, 7)".formatted(job.replace("'", "''")),
				// however long this takes
				"update run_lease set heartbeat_at = now() + interval '1 hour', acquired_at = now() - interval '3 minutes'",
				"""
						update cart set outcome = 'ORDERED', attempts = 1, completed_at = now() - line * interval '1 second'
						 where run_id in (6, 7) and position <= 60 and position % 12 <> 5""",
				"update run_pulse set at = at + (now() - timestamptz '2026-11-21T22:02:10Z') where run_id = 7",
				"update run_event set at = at + (now() - timestamptz '2026-11-21T22:02:10Z') where run_id = 7",
				"""
						insert into run_event (run_id, at, kind, says)
						values (11, now() - interval '20 seconds', 'OUTAGE', 'Partner Center does not answer (HTTP 503)')""",
				"""
						insert into run_partition (run_id, number, first_position, last_position, holder_host, holder_pid, heartbeat_at)
						values (7, 1, 1, 50, 'night-02', 4712, now()), (7, 2, 51, 100, null, null, null)""")) {
			this.ledger.database.jdbc().sql(sql).update();
		}
		this.ledger.database.jdbc()
			.sql("""
					insert into page_action (kind, asked_by, request_key, request_sha256, run_id, job, outcomes, carts, begun_at,
					                         begun_by, ended_at, result, says)
					values ('RERUN', :by, 'one', 'sha', 5, :job, 'REFUSED', 1, now(), 'night-01', now(), 'FAILED', :says)""")
			.param("by", operator)
			.param("job", job)
			.param("says", says)
			.update();
		this.ledger.database.jdbc()
			.sql("""
					insert into job_fire (job, due_at, fired_at, fired_by, ended_at, says)
					values (:job, now() - interval '1 day', now(), 'night-01, pid 4711', now(), :says)""")
			.param("job", job)
			.param("says", says + "\na second line")
			.update();
	}

	private Lease aRun(long id, String name) {
		return this.ledger.aRun(id, new NewRun("key" + id, name, "5ad1", null, null, null, null, false, "{}"));
	}

	private ServedPage serve(String job, String operator) throws IOException {
		ServedPage served = new ServedPage(this.directory, this.ledger.database, job, operator, Map.of());
		this.page = served;
		return served;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String upload(ServedPage page, String name, String job) {
		String csv = "customer-id,cart-id\n" + UUID.randomUUID() + "," + UUID.randomUUID() + "\n"
				+ LedgerFixture.HOSTILE.replace(",", " ") + ",\"" + LedgerFixture.HOSTILE.replace("\"", "\"\"")
				+ "\"\n";
		String body = """
				--limit\r
				Content-Disposition: form-data; name="job"\r
				\r
				%s\r
				--limit\r
				Content-Disposition: form-data; name="file"; filename="%s"\r
				Content-Type: text/csv\r
				\r
				%s\r
				--limit--\r
				""".formatted(job, name, csv);
		HttpResponse<String> stored = page.send(page.operator("/api/uploads")
			.header("Content-Type", "multipart/form-data; boundary=limit; charset=utf-8")
			.POST(BodyPublishers.ofString(body)));
		assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
		return stored.body().replaceAll("(?s).*\"upload\" : \"([0-9a-f]{64})\".*", "$1");
	}

	private void dialogsAreSound(String name) throws IOException {
		for (Map.Entry<String, String> dialog : Map
			.of("/runs/5", "rerun", "/runs/6", "restart", "/runs/7", "stop", "/runs/5?", "reconcile")
			.entrySet()) {
			for (int width : new int[] { 1280, 390 }) {
				show(dialog.getKey(), width);
				browser.click("#acts a[href$=" + dialog.getValue() + "]");
				browser.await(browser::isAsking);
				isSound(name + "-" + dialog.getValue(), width);
			}
		}
	}

	/** What is refused, is not there, or goes wrong is told in words, too. */
	private void faults(String operator) throws IOException {
		for (String path : List.of("/runs/99", "/runs/none", "/nothing", "/uploads/none?job=nightly")) {
			for (int width : new int[] { 1280, 390 }) {
				show(path, width);
				assertThat(browser.console()).singleElement().asString().contains("404");
				isSound("404" + path.replaceAll("[^a-z0-9]", ""), width);
			}
		}
		show("/runs/6/restart", 1280);
		browser.driver().executeScript("document.querySelector('#question [name=_csrf]').value = 'foreign'");
		browser.click("#question .go");
		browser.await(() -> browser.text("h1").startsWith("This was not done"));
		assertThat(browser.console()).singleElement().asString().contains("403");
		isSound("403", 1280);
		isSound("403", 390);
		this.ledger.database.jdbc().sql("alter table page_action rename to elsewhere").update();
		for (int width : new int[] { 1280, 390 }) {
			show("/runs/5", width);
			assertThat(browser.console()).singleElement().asString().contains("500");
			assertThat(browser.text("main")).contains("log").doesNotContain("page_action", "SQL");
			isSound("500", width);
		}
		this.ledger.database.jdbc().sql("alter table elsewhere rename to page_action").update();
	}

	private void show(String path, int width) {
		browser.show(Objects.requireNonNull(this.page).at(path).toString(), width, false, true);
	}

	private void look(String name, String path) throws IOException {
		for (int width : new int[] { 1280, 390 }) {
			show(path, width);
			isSound(name, width);
		}
	}

	/** On a desk in the light, on a phone in the dark. */
	private void hostile(String name, String path) throws IOException {
		for (int width : new int[] { 1280, 390 }) {
			show(path, width);
			isSound("hostile-" + name, width, width == 390);
		}
	}

	private static void isSound(String name, int width) throws IOException {
		isSound(name, width, false, true);
	}

	private static void isSound(String name, int width, boolean... schemes) throws IOException {
		for (boolean dark : schemes) {
			browser.look(width, dark);
			assertThat(browser.tooWide()).as(name).isEqualTo(List.of());
			assertThat(browser.violations()).as(name).isEmpty();
			browser.keepScreenshot(SHOTS.resolve("view-%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light")),
					width);
		}
		assertThat(browser.ask("document.querySelectorAll('main [onclick], main [onerror], img, iframe').length"))
			.as(name)
			.isEqualTo(0L);
		assertThat(browser.ask("document.title")).asString().as(name).doesNotContain("pwned");
		assertThat(browser.ask("/[\\u202A-\\u202E\\u2066-\\u2069]/.test(document.body.innerText)")).as(name)
			.isEqualTo(false);
		assertThat(browser.console()).as(name).isEmpty();
	}

}
