package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.html.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser. Screenshots are kept below {@code target/screenshots}.
 */
@Isolated("the scripts of a browser have their time")
class PageInTheBrowserIntegrationTests {

	private static final LedgerFixture ledger = new LedgerFixture();

	private static @Nullable Browser browser;

	private static @Nullable PageFixture page;

	@BeforeAll
	static void open() throws IOException {
		Assumptions.assumeTrue(Browser.isThere(),
				"Chromium is not here (Debian: apt-get install chromium chromium-driver): the page is not looked at");
		browser = Browser.start();
		page = new PageFixture(ledger.database, Map.of());
	}

	private static void signIn() {
		show("/sign-in");
		browser().driver().findElement(By.name("username")).sendKeys(PageFixture.OPERATOR);
		browser().driver().findElement(By.name("password")).sendKeys(PageFixture.OPERATOR, Keys.ENTER);
		await(() -> text("body").contains("signed in as"));
	}

	@AfterAll
	static void close() throws IOException {
		if (browser != null) {
			browser.close();
		}
		if (page != null) {
			page.close();
		}
		ledger.close();
	}

	@Test
	void aRunIsWatched() throws IOException {
		signIn();
		Lease lease = ledger.aRun(1, new NewRun("k1", "april.csv", "5ad1", null, null, null, null, false, "{}"));
		ledger.staged(lease, 100);
		// however long this takes
		ledger.database.jdbc().sql("update run_lease set heartbeat_at = now() + interval '1 hour'").update();
		look("runs", "/");
		// the page of before, left a moment ago, may have had it looked at already
		await(() -> text("#live-1").contains("0 of 100"));
		settle(1, 40);
		await(() -> text("#live-1").contains("40 of 100"));
		show("/runs/1");
		settle(1, 60);
		await(() -> text("#live-1").contains("60 of 100"));
		browser().keepScreenshot(Path.of("target/screenshots/page-live.png"), 1280);
		ledger.runs.finished(lease.run(), 3);
		ledger.leases.release(lease);
		await(() -> text("main").contains("exit code 3"));
		browser().keepScreenshot(Path.of("target/screenshots/page-over.png"), 1280);
		assertThat(browser().console()).isEmpty();
		show("/runs/1/report");
		assertThat(text("#v")).contains("need a person");
		assertThat(browser().console()).isEmpty();
		show("/runs/1/carts?q=c0000000");
		assertThat(browser().ask("document.querySelectorAll('#ct tbody tr').length")).isEqualTo(50L);
		show("/runs/1/carts/2");
		show("/runs/99");
		assertThat(text("h1")).isEqualTo("There is no run 99");
		assertThat(browser().console()).singleElement().asString().contains("404");
	}

	@Test
	@Tag("long")
	void hostileTextDoesNothingInAnyView() throws IOException {
		try (LedgerFixture hostile = new LedgerFixture()) {
			hostile.aHistory(hostile.aRunWithEverything(7));
			Lease stopped = hostile.aRun(8);
			hostile.staged(stopped, 5);
			hostile.isHostile();
			hostile.database.jdbc().sql("update run set job = input_name").update();
			hostile.database.jdbc().sql("update cart set note = (select min(input_name) from run)").update();
			hostile.database.jdbc().sql("update run_pulse set pace = (select min(input_name) from run)").update();
			hostile.runs.finished(new RunId(7), 3);
			try (PageFixture server = new PageFixture(hostile.database, Map.of())) {
				PageFixture before = page;
				page = server;
				signIn();
				for (String path : List.of("/", "/runs/7", "/runs/8", "/runs/7/carts", "/runs/7/carts/2",
						"/runs/7/carts/3", "/runs/7/carts/5", "/schedule", "/runs/7/rerun", "/upload",
						"/runs/7/carts?q=%3Cscript%3Edocument.title%3D'pwned'%3C/script%3E")) {
					look("hostile" + path.replaceAll("[^a-z0-9]+", "-"), path);
					assertThat(browser().ask("document.querySelectorAll('main script, [onerror], img, iframe').length"))
						.as(path)
						.isEqualTo(0L);
					assertThat(browser().ask("document.title")).asString().as(path).doesNotContain("pwned");
				}
				page = before;
			}
		}
	}

	private static void settle(long run, int carts) {
		ledger.database.jdbc()
			.sql("""
					update cart set outcome = 'ORDERED', attempts = 1, completed_at = now()
					 where run_id = :run and position <= :carts and outcome is null""")
			.param("run", run)
			.param("carts", carts)
			.update();
	}

	private static void await(Callable<Boolean> holds) {
		Await.until(holds, () -> text("body"));
	}

	private static void show(String path) {
		browser().show(Objects.requireNonNull(page).at(path).toString(), 1280, false, true);
	}

	private static void look(String name, String path) throws IOException {
		for (int width : new int[] { 1280, 390 }) {
			boolean dark = width == 390;
			browser().show(Objects.requireNonNull(page).at(path).toString(), width, dark, true);
			assertThat(browser().ask("""
					[...document.body.querySelectorAll('*:not(.skip, .vis, .vis *, svg *)')]
					  .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
					  .map(e => e.outerHTML.slice(0, 100))""")).isEqualTo(List.of());
			assertThat(browser().violations()).isEmpty();
			assertThat(browser().console()).isEmpty();
			browser().keepScreenshot(
					Path.of("target/screenshots/page-%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light")),
					width);
		}
	}

	private static String text(String selector) {
		return String.valueOf(browser().ask("document.querySelector(\"" + selector + "\")?.textContent ?? ''"))
			.replaceAll("\\s+", " ")
			.strip();
	}

	private static Browser browser() {
		return Objects.requireNonNull(browser);
	}

}
