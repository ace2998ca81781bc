package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.bulkcheckout.simulator.Simulator;

/**
 * The real program as an operator set it up: each command in a JVM of its own, in a
 * directory and with settings in the environment alone, which holds nothing else.
 */
final class Installation {

	static final String TENANT = "partner.example";

	static final String CLIENT = "3f0b7a52-11d4-4c6e-9a3e-aa5ab1b0c7d1";

	private static final long LONGEST_MINUTES = 10;

	private final Path directory;

	private final Map<String, String> environment = new LinkedHashMap<>();

	Installation(Path directory) {
		this.directory = directory;
	}

	/**
	 * What a command came to.
	 *
	 * @param exitCode the exit code
	 * @param out results
	 * @param err talk and logs
	 * @param arguments what the system showed of its command line while it ran
	 */
	record Ended(int exitCode, String out, String err, String arguments) {

		String said() {
			return this.out + this.err;
		}

		@Override
		public String toString() {
			String talk = this.err.lines()
				.filter((line) -> line.startsWith("bulk-checkout: "))
				.reduce("", (a, b) -> a + b + "\n");
			return "exit code %d%n%s%s".formatted(this.exitCode, this.out, talk);
		}

	}

	Installation with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	Installation on(TestDatabase database) {
		return with("SPRING_DATASOURCE_URL", database.url()).with("SPRING_DATASOURCE_USERNAME", "postgres");
	}

	Installation asking(Simulator partnerCenter) {
		return with("PARTNER_CENTER_BASE_URL", partnerCenter.baseUrl().toString())
			.with("PARTNER_CENTER_AUTHORITY", partnerCenter.authority().toString())
			.with("PARTNER_CENTER_TENANT_ID", TENANT)
			.with("PARTNER_CENTER_CLIENT_ID", CLIENT);
	}

	/**
	 * A CSV of ordinary carts whose subscription ids come with the order.
	 */
	Path carts(int count) throws IOException {
		List<String> lines = new ArrayList<>(List.of("customer-id,cart-id"));
		for (int i = 0; i < count; i++) {
			lines.add("%s,00000000-0000-0000-0000-%012x".formatted(UUID.randomUUID(), i));
		}
		Path csv = Files.createTempFile(this.directory, "carts", ".csv");
		return Files.write(csv, lines);
	}

	Ended run(String... args) throws IOException, InterruptedException {
		return start(args).end();
	}

	Started start(String... args) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java").toString(),
						"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
						Objects.requireNonNull(System.getProperty("java.class.path")), BulkCheckout.class.getName()));
		command.addAll(List.of(args));
		Path out = Files.createTempFile(this.directory, "out", ".txt");
		Path err = Files.createTempFile(this.directory, "err", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().keySet().removeIf((name) -> !name.equals("PATH") && !name.equals("HOME"));
		builder.environment().put("TZ", "Pacific/Chatham");
		builder.environment().putAll(this.environment);
		return new Started(builder.start(), out, err);
	}

	/**
	 * A command at work.
	 *
	 * @param process its JVM
	 * @param out where its results go
	 * @param err where its talk goes
	 */
	record Started(Process process, Path out, Path err) {

		Ended end() throws IOException, InterruptedException {
			String arguments = arguments();
			if (!this.process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
				this.process.destroyForcibly().waitFor();
			}
			return new Ended(this.process.exitValue(), Files.readString(this.out), Files.readString(this.err),
					arguments);
		}

		/**
		 * As {@code ps} sees it; where there is no /proc, as the JDK does.
		 */
		private String arguments() throws IOException, InterruptedException {
			Path commandLine = Path.of("/proc", String.valueOf(this.process.pid()), "cmdline");
			String seen = "";
			// until the child has become a JVM
			for (int i = 0; i < 100 && this.process.isAlive() && !seen.contains(BulkCheckout.class.getName()); i++) {
				Thread.sleep(20);
				seen = Files.exists(commandLine) ? Files.readString(commandLine).replace('\0', ' ')
						: this.process.info().commandLine().orElse("");
			}
			return seen;
		}

	}

}
