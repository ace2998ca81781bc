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
import java.util.logging.Level;
import java.util.stream.Stream;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium as Debian packages it, at a width, in a colour scheme, with or without script.
 */
public final class Browser implements AutoCloseable {

	private static final List<Path> CHROMIUMS = List.of(Path.of("/usr/bin/chromium"),
			Path.of("/usr/bin/google-chrome"));

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private final Path profile;

	private Browser(ChromeDriver driver, Path profile) {
		this.driver = driver;
		// half a minute is not enough where others are busy
		this.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(5)).pageLoadTimeout(Duration.ofMinutes(5));
		this.profile = profile;
	}

	public static boolean isThere() {
		return Files.isExecutable(DRIVER) && CHROMIUMS.stream().anyMatch(Files::isExecutable);
	}

	public static Browser start() throws IOException {
		Path profile = Files.createTempDirectory("chromium");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUMS.stream().filter(Files::isExecutable).findFirst().orElseThrow().toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
				"--user-data-dir=" + profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options), profile);
	}

	public void show(Path page, int width, boolean dark, boolean script) {
		show(page.toUri().toString(), width, dark, script);
	}

	public void show(String address, int width, boolean dark, boolean script) {
		look(width, dark);
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !script));
		this.driver.get(address);
	}

	/** Looks at what is shown otherwise. */
	public void look(int width, boolean dark) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 760));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	/** Asks the page; works where its own script is switched off, too. */
	public @Nullable Object ask(String expression) {
		return this.driver.executeScript("return " + expression);
	}

	public List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
	}

	public List<String> violations() {
		return new AxeBuilder()
			// in this window: one of its own, opened and closed, is waited for by nobody
			.setLegacyMode(true)
			.withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
			.analyze(this.driver)
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
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 760));
		File shot = this.driver.getScreenshotAs(OutputType.FILE);
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.move(shot.toPath(), file, StandardCopyOption.REPLACE_EXISTING);
	}

	public ChromeDriver driver() {
		return this.driver;
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		try (Stream<Path> files = Files.walk(this.profile)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

}
