package dev.bulkcheckout;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.ledger.NewRun;
import dev.bulkcheckout.report.LedgerFixture;
import dev.bulkcheckout.report.html.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser. Screenshots are kept below {@code target/screenshots}.
 */
@Isolated("the scripts of a browser have their time")
@Tag("long")
class PageInTheBrowserIntegrationTests {

	private static final LedgerFixture ledger = new LedgerFixture();

	@RegisterExtension
	private static final Browser browser = new Browser();

	private static @Nullable PageFixture page;

	@BeforeAll
	static void open() throws IOException {
		page = new PageFixture(ledger.database, Map.of());
	}

	private static void signIn() {
		signIn(page().at("/"));
	}

	private static void signIn(URI address) {
		browser.show(address.toString(), 1280, false, true);
		if (browser.text("h1").equals("Sign in")) {
			browser.signIn(PageFixture.OPERATOR);
		}
	}

	@AfterAll
	static void close() throws IOException {
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
		browser.await(() -> browser.text("#live-1").contains("0 of 100"));
		settle(1, 40);
		browser.await(() -> browser.text("#live-1").contains("40 of 100"));
		show("/runs/1");
		settle(1, 60);
		browser.await(() -> browser.text("#live-1").contains("60 of 100"));
		browser.keepScreenshot(Path.of("target/screenshots/page-live.png"), 1280);
		ledger.runs.finished(lease.run(), 3);
		ledger.leases.release(lease);
		browser.await(() -> browser.text("main").contains("exit code 3"));
		browser.keepScreenshot(Path.of("target/screenshots/page-over.png"), 1280);
		assertThat(browser.console()).isEmpty();
		show("/runs/1/report");
		assertThat(browser.text("#v")).contains("need a person");
		assertThat(browser.console()).isEmpty();
		show("/runs/1/carts?q=c0000000");
		assertThat(browser.ask("document.querySelectorAll('#ct tbody tr').length")).isEqualTo(50L);
		show("/runs/1/carts/2");
		show("/runs/99");
		assertThat(browser.text("h1")).isEqualTo("There is no run 99");
		assertThat(browser.console()).singleElement().asString().contains("404");
	}

	@Test
	@Tag("long")
	void aCutConnectionIsToldAndThePageIsLiveAgainByItself() {
		try (CutWire wire = new CutWire(page().at("/").getPort())) {
			Lease lease = aLiveRun(21);
			URI run = URI.create("http://127.0.0.1:" + wire.port() + "/runs/21");
			signIn(run);
			settle(21, 40);
			browser.await(() -> browser.text("#live-21").contains("40 of 100"));
			wire.cut();
			browser.await(() -> browser.text("#lost")
				.startsWith("The connection to bulk-checkout is lost. The last news came at "));
			isToldSince(Instant.now().minusSeconds(120));
			settle(21, 60);
			wire.mend();
			browser.await(() -> browser.text("#live-21").contains("60 of 100"));
			browser.await(() -> isHidden("#lost"));
			ledger(lease);
		}
	}

	@Test
	@Tag("long")
	void aKilledServerIsToldAndKnowsTheRunAgainOnceSomebodySignsIn(@TempDir Path directory) throws Exception {
		Lease lease = aLiveRun(22);
		Files.createDirectory(directory.resolve("jobs"));
		Files.writeString(directory.resolve("jobs/nightly.yaml"), "bulk-checkout.schedule.inbox: inbox\n");
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		Program program = new Program(directory).on(ledger.database.url())
			.set("PARTNER_CENTER_TENANT_ID", TestCli.TENANT)
			.set("PARTNER_CENTER_CLIENT_ID", TestCli.CLIENT)
			.set("PARTNER_CENTER_CLIENT_SECRET", "not-a-secret")
			.set("BULK_CHECKOUT_PAGE_PORT", String.valueOf(port))
			.set("BULK_CHECKOUT_PAGE_USERS_FILE", PageFixture.usersFile().toString());
		URI run = URI.create("http://127.0.0.1:" + port + "/runs/22");
		Program.Child serve = program.start("serve", "--page");
		try {
			Program.await(List.of(serve), () -> answers(run));
			signIn(run);
			settle(22, 40);
			browser.await(() -> browser.text("#live-22").contains("40 of 100"));
			serve.kill();
			browser.await(() -> browser.text("#lost")
				.startsWith("The connection to bulk-checkout is lost. The last news came at "));
			isToldSince(Instant.now().minusSeconds(120));
			assertThat(browser.violations()).isEmpty();
			browser.keepScreenshot(Path.of("target/screenshots/page-lost.png"), 1280);
			serve = program.start("serve", "--page");
			browser.await(() -> browser.text("#lost").contains("is there again, and you are signed out."));
			browser.click("#lost a");
			browser.await(() -> browser.text("h1").equals("Sign in"));
			browser.signIn(PageFixture.OPERATOR);
			browser.await(() -> browser.text("h1").equals("run 22"));
			settle(22, 60);
			browser.await(() -> browser.text("#live-22").contains("60 of 100"));
			assertThat(isHidden("#lost")).isTrue();
		}
		finally {
			serve.kill();
			ledger(lease);
		}
	}

	@Test
	@Tag("long")
	void aDatabaseThatIsAwayIsToldAndThePageIsLiveAgainByItself(@TempDir Path directory) {
		try (RestartablePostgres postgres = new RestartablePostgres(directory.resolve("data"));
				PageFixture server = new PageFixture(postgres.url(), Map.of())) {
			signIn(server.at("/"));
			postgres.stopImmediately();
			browser
				.await(() -> browser.text("#lost").startsWith("The database does not answer. The last news came at "));
			postgres.start();
			browser.await(() -> isHidden("#lost"));
		}
	}

	private static Lease aLiveRun(long id) {
		Lease lease = ledger.aRun(id, new NewRun("k" + id, "april.csv", "5ad1", null, null, null, null, false, "{}"));
		ledger.staged(lease, 100);
		ledger.database.jdbc()
			.sql("update run_lease set heartbeat_at = now() + interval '1 hour' where run_id = ?")
			.param(id)
			.update();
		return lease;
	}

	private static void ledger(Lease lease) {
		ledger.runs.finished(lease.run(), 3);
		ledger.leases.release(lease);
	}

	/** By the clock of the times that the page shows. */
	private static void isToldSince(Instant earliest) {
		LocalTime told = LocalTime.parse(browser.text("#lost").replaceAll(".*came at ([0-9:]{8}).*", "$1"));
		Duration ago = Duration.between(told, LocalTime.now(ZoneId.systemDefault()));
		assertThat(Math.floorMod(ago.toSeconds(), 86_400L)).isBetween(0L,
				Duration.between(earliest, Instant.now()).toSeconds());
	}

	private static boolean isHidden(String selector) {
		return Boolean.TRUE.equals(browser.ask("document.querySelector('" + selector + "').hidden"));
	}

	private static boolean answers(URI address) {
		try {
			return PageFixture.browser()
				.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
				.statusCode() == 302;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
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

	private static void show(String path) {
		browser.show(page().at(path).toString(), 1280, false, true);
	}

	private static void look(String name, String path) throws IOException {
		for (int width : new int[] { 1280, 390 }) {
			boolean dark = width == 390;
			browser.show(page().at(path).toString(), width, dark, true);
			assertThat(browser.tooWide()).isEqualTo(List.of());
			assertThat(browser.violations()).isEmpty();
			assertThat(browser.console()).isEmpty();
			browser.keepScreenshot(
					Path.of("target/screenshots/page-%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light")),
					width);
		}
	}

	private static PageFixture page() {
		return Objects.requireNonNull(page);
	}

}
