package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.report.html.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does on the page of {@code serve}, in a real browser. Screenshots are
 * kept below {@code target/screenshots}.
 */
@Isolated("the scripts of a browser have their time")
@Tag("long")
class ActsInTheBrowserIntegrationTests {

	private static final Path SHOTS = Path.of("target/screenshots");

	@TempDir
	private static Path directory = Path.of("");

	@RegisterExtension
	private static final Browser browser = new Browser();

	private static @Nullable ServedPage page;

	@BeforeAll
	static void open() throws IOException {
		page = new ServedPage(directory, Map.of("bulk-checkout.rate", 60));
	}

	@AfterAll
	static void close() {
		if (page != null) {
			page.close();
		}
	}

	@Test
	void anOperatorsNight() throws IOException {
		show("/");
		assertThat(browser.path()).isEqualTo("/sign-in");
		browser.signIn("olga");
		look("none", "/");
		look("schedule", "/schedule");

		// a file is uploaded, looked at, and launched
		show("/upload");
		look("upload", "/upload");
		browser.driver().findElement(By.id("file")).sendKeys(aFileOf(2000).toString());
		browser.click("[value=run]");
		browser.click(".go");
		browser.await(() -> browser.text("#h-f").equals("2,000 carts"));
		isSound("uploaded");
		browser.click("#question .go");
		assertThat(browser.path()).as("it is not armed").startsWith("/uploads/");
		browser.click("[data-arms]");
		browser.click("#question .go");
		browser.await(() -> browser.path().equals("/runs/1"));

		// it is watched, and stopped half-way
		browser.await(() -> number("#live-1 dd") > 100);
		isSound("live");
		browser.click("#acts .stop");
		browser.await(browser::isAsking);
		assertThat(browser.text("#ask-h")).isEqualTo("Stop run 1?");
		assertThat(browser.focused()).isEqualTo("Leave it");
		browser.keepScreenshot(SHOTS.resolve("page-stop-1280-light.png"), 1280);
		browser.press(Keys.ENTER);
		browser.await(() -> !browser.isAsking());
		browser.click("#acts .stop");
		browser.await(browser::isAsking);
		browser.click("#ask .kill");
		browser.await(() -> browser.text("main").contains("Restart"));
		isSound("stopped");

		// it goes on, by the keyboard alone
		show("/");
		focus("a[href='/runs/1/restart']");
		browser.press(Keys.ENTER);
		browser.await(browser::isAsking);
		assertThat(browser.focused()).isEqualTo("Leave it");
		browser.press(Keys.TAB);
		assertThat(browser.focused()).isEqualTo("Restart run 1");
		browser.keepScreenshot(SHOTS.resolve("page-restart-1280-light.png"), 1280);
		browser.press(Keys.ENTER);
		browser.await(() -> browser.path().equals("/runs/1"));
		browser.await(() -> browser.text("main").contains("with exit code 3"));
		assertThat(browser.text("#v")).isEqualTo("40 of 2,000 carts need a person.");
		isSound("finished");

		// what was refused is run again, once that was said twice
		browser.click("#acts a[href$=rerun]");
		browser.await(browser::isAsking);
		assertThat(browser.text("#ask .arm")).isEqualTo("Buy up to 40 carts");
		browser.keepScreenshot(SHOTS.resolve("page-rerun-1280-light.png"), 1280);
		assertThat(browser.driver().findElement(By.cssSelector("#ask .go")).isEnabled()).isFalse();
		browser.click("#ask [value=REFUSED]");
		assertThat(browser.text("#ask .arm")).isEqualTo("Buy up to 0 carts");
		browser.click("#ask [value=REFUSED]");
		browser.click("#ask [data-arms]");
		browser.click("#ask .go");
		browser.await(() -> browser.path().equals("/runs/2"));
		browser.await(() -> browser.text("main").contains("with exit code 3"));

		// one of them is found, with its story in both runs
		show("/runs/1/carts");
		browser.driver().findElement(By.id("q")).sendKeys(refusedCart(100));
		browser.press(Keys.ENTER);
		browser.await(() -> browser.text("#ct tbody").contains(refusedCart(100)));
		assertThat(browser.ask("document.querySelectorAll('#ct tbody tr').length")).isEqualTo(1L);
		isSound("carts");
		browser.click("#ct tbody a");
		browser.await(() -> browser.text("h1").equals("Line 102 of run 1"));
		assertThat(browser.text("main")).contains("HTTP 400, code 800002", "run 2, later");
		isSound("cart");
		look("cart", browser.path());

		// who may only see is not shown what they may not do
		browser.click(".nav form button");
		browser.await(() -> browser.path().equals("/sign-in"));
		browser.signIn("vera");
		show("/runs/1");
		assertThat(browser.ask("[...document.querySelectorAll('#acts a')].map(a => a.textContent)"))
			.isEqualTo(List.of("Carts", "Report"));
		show("/runs/1/rerun");
		assertThat(browser.text("#ask-h")).isEqualTo("Only an operator may do this");
	}

	@Test
	void whatWaitsIsTakenBackAndAPlanApproved(@TempDir Path another) throws IOException {
		ServedPage night = page;
		try (ServedPage planned = new ServedPage(another, Map.of("bulk-checkout.plan", true))) {
			page = planned;
			PlanOnThePageIntegrationTests.plan(planned, 12);
			PageActions actions = new PageActions(planned.database.jdbc(), planned.database.transactions());
			actions.ask(new ActionRequest(ActionKind.LAUNCH, "bert", "key", "sha", null, "weekly", false, Set.of(),
					new ActionRequest.Input("april <b>& may</b>.csv", "sha"), 7L));
			browser.await(() -> actions.find(2).orElseThrow().says() != null);
			show("/sign-in");
			browser.signIn("olga");
			look("waits", "/");
			look("waits-alone", "/actions/2");
			show("/");
			browser.click("form[action$='/take-back'] button");
			browser.await(() -> browser.text("h1").endsWith("taken back"));
			look("taken-back", "/actions/2");
			look("planned", "/runs/1");
			look("approve-alone", "/runs/1/approve");
			show("/");
			browser.click("a[href='/runs/1/approve']");
			browser.await(browser::isAsking);
			assertThat(browser.text("#ask-h")).isEqualTo("Approve the plan of run 1?");
			assertThat(browser.focused()).isEqualTo("Leave it");
			browser.keepScreenshot(SHOTS.resolve("page-approve-1280-light.png"), 1280);
			browser.click("#ask .go");
			assertThat(browser.ask("document.getElementById('ask').open")).as("not armed").isEqualTo(true);
			browser.click("#ask [data-arms]");
			browser.click("#ask .go");
			browser.await(() -> browser.path().equals("/runs/1") && browser.text("main").contains("with exit code 0"));
			look("approved", "/runs/1");
		}
		finally {
			page = night;
		}
	}

	/** The simulator refuses it for ever. */
	private static String refusedCart(int number) {
		return "40010000-0080-0002-0000-%012d".formatted(number);
	}

	private static Path aFileOf(int carts) throws IOException {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int i = 0; i < carts; i++) {
			csv.append("%08d-1111-4222-8333-444444444444,%s%n".formatted(i % 100,
					(i % 50 == 0) ? refusedCart(i) : UUID.randomUUID()));
		}
		return Files.writeString(directory.resolve("april.csv"), csv);
	}

	private static void focus(String selector) {
		browser.ask("document.querySelector(\"" + selector + "\").focus()");
	}

	private static long number(String selector) {
		return Long.parseLong(browser.text(selector).replaceAll(" of .*|,", ""));
	}

	private static void show(String path) {
		browser.show(page().at(path).toString(), 1280, false, true);
	}

	/** On a desk in the light, on a phone in the dark. */
	private static void look(String name, String path) throws IOException {
		browser.show(page().at(path).toString(), 390, true, true);
		isSound(name, 390, "dark");
		show(path);
		isSound(name);
	}

	private static void isSound(String name) throws IOException {
		isSound(name, 1280, "light");
	}

	private static void isSound(String name, int width, String scheme) throws IOException {
		assertThat(browser.tooWide()).isEqualTo(List.of());
		assertThat(browser.violations()).isEmpty();
		assertThat(browser.console()).isEmpty();
		browser.keepScreenshot(SHOTS.resolve("page-%s-%d-%s.png".formatted(name, width, scheme)), width);
	}

	private static ServedPage page() {
		return Objects.requireNonNull(page);
	}

}
