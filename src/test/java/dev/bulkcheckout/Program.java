package dev.bulkcheckout;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bulkcheckout.simulator.Simulator;

/**
 * The real program as a child process: its main class on this JVM's class path, its
 * settings in its environment, its own working directory.
 */
public final class Program {

	private final Path directory;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private final List<String> jvmOptions = new ArrayList<>();

	/**
	 * Works in the given directory, on the given database, against the given simulator.
	 */
	public Program(Path directory, String databaseUrl, Simulator simulator) {
		this.directory = directory;
		set("SPRING_DATASOURCE_URL", databaseUrl);
		set("SPRING_DATASOURCE_USERNAME", "postgres");
		set("PARTNER_CENTER_BASE_URL", simulator.baseUrl().toString());
		set("PARTNER_CENTER_AUTHORITY", simulator.authority().toString());
		set("PARTNER_CENTER_TENANT_ID", "partner.example");
		set("PARTNER_CENTER_CLIENT_ID", "bulk-checkout-tests");
		set("PARTNER_CENTER_CLIENT_SECRET", "not-a-secret");
	}

	/**
	 * Sets an environment variable of the processes started from now on.
	 */
	public Program set(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Gives a JVM option to the processes started from now on.
	 */
	public Program jvmOption(String option) {
		this.jvmOptions.add(option);
		return this;
	}

	/**
	 * Starts a command.
	 */
	public Child start(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto", "-Duser.timezone=Pacific/Chatham"));
		command.addAll(this.jvmOptions);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), BulkCheckout.class.getName()));
		command.addAll(List.of(arguments));
		try {
			File out = Files.createTempFile(this.directory, "stdout", ".log").toFile();
			File err = Files.createTempFile(this.directory, "stderr", ".log").toFile();
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectOutput(out)
				.redirectError(err);
			builder.environment().putAll(this.environment);
			return new Child(builder.start(), out.toPath(), err.toPath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs a command to its end.
	 */
	public Child run(String... arguments) {
		Child child = start(arguments);
		child.waitFor(Duration.ofMinutes(3));
		return child;
	}

	/**
	 * A process of the program.
	 *
	 * @param process the process
	 * @param out where its results go
	 * @param err where its talk goes
	 */
	public record Child(Process process, Path out, Path err) {

		/**
		 * Waits for its end.
		 * @return its exit code
		 * @throws IllegalStateException with its talk if it does not end in time; it is
		 * killed then
		 */
		public int waitFor(Duration time) {
			try {
				if (!this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
					kill();
					throw new IllegalStateException("the program did not end within " + time + ":\n" + talk());
				}
				return this.process.exitValue();
			}
			catch (InterruptedException ex) {
				kill();
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * The exit code of a process that has ended.
		 */
		public int exitCode() {
			return this.process.exitValue();
		}

		/**
		 * Ends it as {@code kill -9} does, and waits until it is gone.
		 */
		public void kill() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

		/**
		 * Asks it to end as {@code kill} does.
		 */
		public void terminate() {
			this.process.destroy();
		}

		/**
		 * What it said so far.
		 */
		public String talk() {
			return read(this.err);
		}

		/**
		 * What it printed so far.
		 */
		public String results() {
			return read(this.out);
		}

		private static String read(Path file) {
			try {
				return Files.readString(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
