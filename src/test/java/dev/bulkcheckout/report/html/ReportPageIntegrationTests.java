package dev.bulkcheckout.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Lease;
import dev.bulkcheckout.report.LedgerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The report in a real browser. Screenshots are kept below {@code target/screenshots}.
 */
class ReportPageIntegrationTests {

	private static final RunId RUN = new RunId(17);

	private static final List<String> FILES = List.of("results.csv", "orders.csv", "order-errors.csv", "rejected.csv",
			"needs-attention.csv", "preflight.csv", "summary.json");

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final LedgerFixture ledger = new LedgerFixture();

	@TempDir
	private Path directory = Path.of("");

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void aRunWithEveryOutcome() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		this.ledger.aHistory(lease);
		this.ledger.runs.finished(RUN, 3);
		look("everything");
		assertThat(browser.text("#v"))
			.isEqualTo("5 of 7 carts, 1 input row and 1 order line that failed at Microsoft need a person.");
		assertThat(browser.text(".next")).contains("bulk-checkout reconcile 17", "bulk-checkout rerun 17 --dry-run");
		assertThat(browser.text("[aria-labelledby=h-t]")).contains("The pace: held at 97/s: the API refused at 109/s");
	}

	@Test
	@Tag("long")
	void aRunThatIsAllOrdered() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 3);
		for (int i = 1; i <= 3; i++) {
			this.ledger.settled(lease,
					new CheckoutOutcome.Ordered(
							List.of(LedgerFixture.order("order-" + i, LedgerFixture.item(0, "subscription-" + i)))),
					201, null);
		}
		this.ledger.runs.finished(RUN, 0);
		look("ordered");
		assertThat(browser.text("#v")).isEqualTo("Every cart is ordered and every subscription id is there.");
		assertThat(browser.ask("document.querySelectorAll('.next, #causes').length")).isEqualTo(0L);
	}

	@Test
	@Tag("long")
	void aPreflight() throws IOException {
		this.ledger.aPreflight(17);
		look("preflight");
		assertThat(browser.text("#v")).isEqualTo("1 of 3 carts would go.");
		assertThat(browser.text("[aria-labelledby=h-p]")).contains("USD 30.40", "line errors", "expired");
	}

	@Test
	@Tag("long")
	void aRunWithoutCarts() throws IOException {
		this.ledger.staged(this.ledger.aRun(17), 0);
		this.ledger.runs.finished(RUN, 0);
		look("empty");
		assertThat(browser.text("#v")).isEqualTo("The input names no cart.");
	}

	@Test
	@Tag("long")
	void aRunThatStoppedHalfWay() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 5);
		this.ledger.settled(lease, new CheckoutOutcome.AlreadyOrdered(), 400, "800065");
		this.ledger.runs.stopped(RUN, "CREDIT", "the credit limit is reached", "have the credit line raised");
		this.ledger.leases.release(lease);
		look("stopped");
		assertThat(browser.text("#v"))
			.isEqualTo("Stopped because the credit limit is reached: 4 of 5 carts are not settled.");
		assertThat(browser.text(".next")).contains("have the credit line raised", "bulk-checkout restart 17");
	}

	@Test
	@Tag("long")
	void aRunThatStillRunsAndHasNoHistory() throws IOException {
		Lease lease = this.ledger.aRun(17);
		this.ledger.staged(lease, 3);
		this.ledger.settled(lease, new CheckoutOutcome.Unknown("no answer within 3 min"), null, null);
		this.ledger.database.jdbc().sql("delete from run_event").update();
		look("running");
		assertThat(browser.text("#v")).isEqualTo("Still running: 2 of 3 carts are not settled.");
		assertThat(browser.text("#tl")).doesNotContain("latency", "429");
	}

	@Test
	void hostileTextDoesNothing() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		this.ledger.aHistory(lease);
		this.ledger.isHostile();
		look("hostile");
		assertThat(browser.ask("document.querySelectorAll('main script, [onerror], img, iframe').length"))
			.isEqualTo(0L);
		assertThat(browser.ask("document.title")).asString().doesNotContain("pwned");
		assertThat(browser.text("#carts")).contains("<script>document.title='pwned'</script>", "[U+202E]", "␛");
	}

	@Test
	@Tag("long")
	void aHundredThousandCartsOpenAtOnce() throws IOException {
		this.ledger.manyCarts(17, 100_000);
		this.ledger.runs.finished(RUN, 3);
		Path page = write();
		assertThat(Files.size(page)).isLessThan(1 << 20);
		browser.show(page, 1280, false, true);
		// ten times what it took where it was written
		assertThat((Number) browser.ask("performance.getEntriesByType('navigation')[0].domComplete"))
			.satisfies((millis) -> assertThat(millis.doubleValue()).isLessThan(15_000));
		assertThat((Long) browser.ask("document.querySelectorAll('*').length")).isLessThan(20_000);
		isSound(page, 1280, false, true, false);
		browser.keepScreenshot(Path.of("target/screenshots/many-1280-light.png"), 1280);
		isSound(page, 390, true, true, false);
		browser.keepScreenshot(Path.of("target/screenshots/many-390-dark.png"), 390);
	}

	@Test
	void scriptFiltersPagesAndReadsTheTimeLine() throws IOException {
		this.ledger.manyCarts(17, 300);
		browser.show(write(), 1280, false, true);
		assertThat(shownCarts()).isEqualTo(12L);
		browser.ask("document.querySelector('#ct-p button:last-child').click()");
		assertThat(browser.text("#ct-p span")).startsWith("13 to 24 of ");
		browser.ask("document.querySelector('#ct-t [data-f=unk]').click()");
		assertThat(browser.ask("[...document.querySelectorAll('#ct tbody tr')].filter(r => !r.hidden)"
				+ ".every(r => r.dataset.o === 'unk')"))
			.isEqualTo(true);
		browser.ask("(q => { q.value = 'no such cart'; q.dispatchEvent(new Event('input')) })"
				+ "(document.querySelector('#kq'))");
		assertThat(shownCarts()).isEqualTo(0L);
		browser.ask("document.getElementById('tl').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))");
		assertThat(browser.text("#read")).contains("a second");
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void printHasEveryCauseOpenAndNoButtons() throws IOException {
		Lease lease = this.ledger.aRunWithEverything(17);
		this.ledger.aHistory(lease);
		browser.show(write(), 1280, true, true);
		browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
		assertThat(browser.ask("[...document.querySelectorAll('button')].every(b => !b.offsetParent)")).isEqualTo(true);
		assertThat(
				browser.ask("[...document.querySelectorAll('#causes .adv')].every(a => a.getClientRects().length > 0)"))
			.isEqualTo(true);
	}

	private @Nullable Object shownCarts() {
		return browser.ask("[...document.querySelectorAll('#ct tbody tr')].filter(r => !r.hidden).length");
	}

	private void look(String name) throws IOException {
		Path page = write();
		assertThat(Files.readString(page)).doesNotContain(" style=\"").doesNotContain("href=\"javascript");
		for (int width : new int[] { 1280, 390 }) {
			for (boolean dark : new boolean[] { false, true }) {
				isSound(page, width, dark, true, dark == (width < 760) || name.equals("everything"));
				browser.keepScreenshot(
						Path.of("target/screenshots/%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light")),
						width);
			}
		}
		isSound(page, 390, false, false, false);
		isSound(page, 1280, false, true, false);
	}

	private Path write() {
		this.ledger.files.write(RUN, this.directory);
		return this.directory.resolve("report.html");
	}

	private static void isSound(Path page, int width, boolean dark, boolean script, boolean axe) {
		browser.show(page, width, dark, script);
		assertThat(browser.ask("performance.getEntriesByType('resource').map(r => r.name)"))
			.as("requests beyond the file")
			.isEqualTo(List.of());
		assertThat(browser.tooWide()).as("wider than the window at %s", width).isEqualTo(List.of());
		assertThat(browser.ask("document.querySelector('h1').getBoundingClientRect().height > 0")).isEqualTo(true);
		assertThat(browser.ask("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
				+ ".filter(h => !h.startsWith('#'))"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.isSubsetOf(FILES)
			.allSatisfy((file) -> assertThat(page.resolveSibling(String.valueOf(file))).exists());
		if (axe) {
			assertThat(browser.violations()).isEmpty();
		}
		assertThat(browser.console()).isEmpty();
	}

}
