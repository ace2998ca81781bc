package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The program on a real terminal, which {@code script} of util-linux lends.
 */
class TerminalIntegrationTests {

	private static final Path SCRIPT = Path.of("/usr/bin/script");

	private final TestDatabase database = TestDatabase.migrated();

	private final Path directory;

	TerminalIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void ctrlCStopsInGoodOrderWhileTheBarIsDrawn() throws Exception {
		assumeTrue(Files.isExecutable(SCRIPT), "script is not installed");
		try (Simulator partnerCenter = Simulator
			.start(SimulatorSettings.builder().latency(Latency.fixed(Duration.ofMillis(200))).build())) {
			Path screen = this.directory.resolve("screen.txt");
			Process terminal = start(partnerCenter, screen);
			try {
				await(terminal, () -> seen(screen).contains("/3000"));
				ProcessHandle program = terminal.descendants()
					.filter((process) -> process.info().command().orElse("").endsWith("/java"))
					.findFirst()
					.orElseThrow();
				new ProcessBuilder("kill", "-INT", String.valueOf(program.pid())).start().waitFor();
				assertThat(terminal.waitFor(5, TimeUnit.MINUTES)).isTrue();
				assertThat(terminal.exitValue()).as(seen(screen)).isEqualTo(5);
				assertThat(seen(screen)).contains("\rcheckout ", "stopping: calls in flight are settled first",
						"run 1 ended before its end: SIGINT asked for it", "'bulk-checkout restart 1' goes on");
			}
			finally {
				terminal.descendants().forEach(ProcessHandle::destroyForcibly);
				terminal.destroyForcibly();
			}
		}
	}

	private Process start(Simulator partnerCenter, Path screen) throws IOException {
		String java = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java").toString();
		Path csv = new Program(this.directory).carts(3000);
		String command = "%s '%s' -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %s run '%s' --concurrency 2"
			.formatted(String.join(" ", Program.heedingInterrupts()), java, BulkCheckout.class.getName(), csv);
		ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(screen.toFile());
		builder.environment().put("CLASSPATH", Objects.requireNonNull(System.getProperty("java.class.path")));
		builder.environment().put("BULK_CHECKOUT_TERMINAL", "true");
		builder.environment().put("COLUMNS", "80");
		builder.environment().put("SPRING_DATASOURCE_URL", this.database.url());
		builder.environment().put("SPRING_DATASOURCE_USERNAME", "postgres");
		builder.environment().put("PARTNER_CENTER_BASE_URL", partnerCenter.baseUrl().toString());
		builder.environment().put("PARTNER_CENTER_AUTHORITY", partnerCenter.authority().toString());
		builder.environment().put("PARTNER_CENTER_TENANT_ID", "partner.example");
		builder.environment().put("PARTNER_CENTER_CLIENT_ID", "bulk-checkout-tests");
		builder.environment().put("PARTNER_CENTER_CLIENT_SECRET", "s3cret");
		return builder.start();
	}

	private static String seen(Path screen) {
		try {
			return Files.readString(screen);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static void await(Process process, BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
		while (!condition.getAsBoolean() && process.isAlive() && System.nanoTime() < end) {
			Thread.sleep(50);
		}
	}

}
