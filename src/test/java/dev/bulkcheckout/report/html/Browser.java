package dev.bulkcheckout.report.html;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import dev.bulkcheckout.Await;

/**
 * Chromium as Debian packages it, at a width, in a colour scheme, with or without script.
 * One for all tests of a class, which are skipped where there is none; each finds it
 * empty.
 */
public final class Browser implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	private static final List<Path> CHROMIUMS = List.of(Path.of("/usr/bin/chromium"),
			Path.of("/usr/bin/google-chrome"));

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private @Nullable ChromeDriver driver;

	private @Nullable Path profile;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(DRIVER) && CHROMIUMS.stream().anyMatch(Files::isExecutable),
				"Chromium is not here (Debian: apt-get install chromium chromium-driver): no page is looked at");
		this.profile = Files.createTempDirectory("chromium");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUMS.stream().filter(Files::isExecutable).findFirst().orElseThrow().toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
				"--user-data-dir=" + this.profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
			.usingAnyFreePort()
			.build();
		this.driver = new ChromeDriver(service, options);
		// half a minute is not enough where others are busy
		driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(5)).pageLoadTimeout(Duration.ofMinutes(5));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		show("about:blank", 1280, false, true);
		console();
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (this.driver == null || this.profile == null) {
			return;
		}
		this.driver.quit();
		try (Stream<Path> files = Files.walk(this.profile)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

	public void show(Path page, int width, boolean dark, boolean script) {
		show(page.toUri().toString(), width, dark, script);
	}

	public void show(String address, int width, boolean dark, boolean script) {
		look(width, dark);
		driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !script));
		driver().get(address);
	}

	/** Looks at what is shown otherwise. */
	public void look(int width, boolean dark) {
		driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 760));
		driver().executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	/** Asks the page; works where its own script is switched off, too. */
	public @Nullable Object ask(String expression) {
		return driver().executeScript("return " + expression);
	}

	public List<String> console() {
		return driver().manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
	}

	public List<String> violations() {
		return new AxeBuilder()
			// in this window: one of its own, opened and closed, is waited for by nobody
			.setLegacyMode(true)
			.withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
			.analyze(driver())
			.getViolations()
			.stream()
			.map(Browser::say)
			.toList();
	}

	private static String say(Rule rule) {
		return rule.getId() + ": "
				+ rule.getNodes()
					.stream()
					.limit(3)
					.map((node) -> node.getHtml() + " " + node.getFailureSummary())
					.toList();
	}

	public void keepScreenshot(Path file, int width) throws IOException {
		long height = Math.min(6000L,
				((Number) Objects.requireNonNull(ask("document.documentElement.scrollHeight"))).longValue());
		driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 760));
		File shot = driver().getScreenshotAs(OutputType.FILE);
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.move(shot.toPath(), file, StandardCopyOption.REPLACE_EXISTING);
	}

	public ChromeDriver driver() {
		return Objects.requireNonNull(this.driver);
	}

	/** The words of the first element of that kind; empty if there is none. */
	public String text(String selector) {
		return String.valueOf(ask("document.querySelector(\"" + selector + "\")?.textContent ?? ''"))
			.replaceAll("\\s+", " ")
			.strip();
	}

	/** The path of what is shown. */
	public String path() {
		return String.valueOf(ask("location.pathname"));
	}

	/** The words of what the keyboard is at. */
	public String focused() {
		return String.valueOf(ask("document.activeElement.textContent")).strip();
	}

	/** Whether the dialog is open that asks before something is done. */
	public boolean isAsking() {
		return Boolean.TRUE.equals(ask("document.getElementById('ask').open"));
	}

	public void click(String selector) {
		driver().findElement(By.cssSelector(selector)).click();
	}

	public void press(CharSequence... keys) {
		new Actions(driver()).sendKeys(keys).perform();
	}

	/** Signs in as one whose password is the name. */
	public void signIn(String name) {
		driver().findElement(By.name("username")).sendKeys(name);
		driver().findElement(By.name("password")).sendKeys(name, Keys.ENTER);
		await(() -> text("body").contains("signed in as"));
	}

	public void await(Callable<Boolean> state) {
		Await.until(state, () -> path() + ": " + text("body"));
	}

	/** What sticks out of the window to the right. */
	public List<?> tooWide() {
		return (List<?>) Objects.requireNonNull(ask("""
				[...document.body.querySelectorAll('*:not(.skip, .vis, .vis *, svg *)')]
				  .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
				  .map(e => e.outerHTML.slice(0, 100))"""));
	}

}
