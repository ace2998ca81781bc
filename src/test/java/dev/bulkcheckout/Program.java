package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program as an operator set it up: each command in a JVM of its own, in a
 * directory and with settings in an environment that holds nothing else.
 */
final class Program {

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final Path directory;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private final List<String> jvmOptions = new ArrayList<>();

	private final List<String> within = new ArrayList<>();

	private ProcessBuilder.@Nullable Redirect elsewhere;

	private final Supplier<List<String>> program;

	/**
	 * Works in the given directory, and knows of nothing else.
	 */
	Program(Path directory) {
		this(directory, ClassArchive::options);
	}

	/**
	 * The program by other options of Java than the usual ones.
	 */
	Program(Path directory, Supplier<List<String>> program) {
		this.directory = directory;
		this.program = program;
	}

	/**
	 * Works in the given directory, on the given database, and is let in by the given
	 * simulator.
	 */
	Program(Path directory, String databaseUrl, Simulator simulator) {
		this(directory);
		on(databaseUrl).asking(simulator).set("PARTNER_CENTER_CLIENT_SECRET", "not-a-secret");
	}

	/**
	 * Keeps the ledger in the given database.
	 */
	Program on(String databaseUrl) {
		return set("SPRING_DATASOURCE_URL", databaseUrl).set("SPRING_DATASOURCE_USERNAME", "postgres");
	}

	/**
	 * Asks the given simulator in place of Partner Center; it lacks a secret to be let
	 * in.
	 */
	Program asking(Simulator simulator) {
		TestCli.partnerCenter(simulator)
			.forEach((name, value) -> set(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), value));
		return this;
	}

	/**
	 * Sets an environment variable of the processes started from now on.
	 */
	Program set(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Gives a JVM option to the processes started from now on.
	 */
	Program jvmOption(String option) {
		this.jvmOptions.add(option);
		return this;
	}

	/**
	 * Has the processes started from now on be started by another command, which is given
	 * theirs as its last arguments.
	 */
	Program within(String... command) {
		this.within.clear();
		this.within.addAll(List.of(command));
		return this;
	}

	/**
	 * Has the processes started from now on print their results elsewhere than to a file
	 * that {@link Child#out} reads.
	 */
	Program printingTo(ProcessBuilder.Redirect elsewhere) {
		this.elsewhere = elsewhere;
		return this;
	}

	/**
	 * A CSV of ordinary carts whose subscription ids come with the order.
	 */
	Path carts(int count) {
		StringBuilder csv = new StringBuilder("customer-id,cart-id\n");
		for (int i = 0; i < count; i++) {
			csv.append("%s,%s-%012x%n".formatted(UUID.randomUUID(), CartsCsv.FINE, i));
		}
		return CartsCsv.write(this.directory.resolve("carts-%s.csv".formatted(UUID.randomUUID())), csv);
	}

	/**
	 * What a command begins with to heed Ctrl-C: a check that a shell started in the
	 * background ignores it, and so would its children.
	 */
	static List<String> heedingInterrupts() {
		try {
			Path status = Path.of("/proc/self/status");
			boolean ignored = Files.exists(status) && Files.readAllLines(status)
				.stream()
				.filter((line) -> line.startsWith("SigIgn:"))
				.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << 1) != 0);
			return ignored ? List.of("env", "--default-signal=INT") : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a command.
	 */
	Child start(String... arguments) {
		List<String> command = new ArrayList<>(this.within);
		command.addAll(heedingInterrupts());
		command.addAll(List.of(Path.of(property("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-Xmx256m"));
		command.addAll(this.jvmOptions);
		command.addAll(this.program.get());
		command.add(BulkCheckout.class.getName());
		command.addAll(List.of(arguments));
		try {
			Path results = Files.createTempFile(this.directory, "stdout", ".log");
			Path talk = Files.createTempFile(this.directory, "stderr", ".log");
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectOutput(
						(this.elsewhere != null) ? this.elsewhere : ProcessBuilder.Redirect.to(results.toFile()))
				.redirectError(talk.toFile());
			builder.environment().keySet().removeIf((name) -> !name.equals("PATH") && !name.equals("HOME"));
			// another time zone than UTC, so that a time read without its zone shows
			builder.environment().put("TZ", "Pacific/Chatham");
			builder.environment().putAll(this.environment);
			return new Child(builder.start(), results, talk);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name));
	}

	/**
	 * Runs a command to its end.
	 */
	Child run(String... arguments) {
		return start(arguments).end();
	}

	/**
	 * Waits for a state that processes reach, which stay alive meanwhile.
	 */
	static void await(List<Child> alive, BooleanSupplier condition) {
		Await.until(() -> {
			alive.forEach((child) -> assertThat(child.process().isAlive()).as(child.err()).isTrue());
			return condition.getAsBoolean();
		}, () -> alive.getLast().err());
	}

	/**
	 * A process of the program.
	 */
	static final class Child {

		private final Process process;

		private final Path results;

		private final Path talk;

		private Child(Process process, Path results, Path talk) {
			this.process = process;
			this.results = results;
			this.talk = talk;
		}

		Process process() {
			return this.process;
		}

		/**
		 * Waits for its end.
		 * @return its exit code
		 * @throws IllegalStateException with its talk if it does not end in time; it is
		 * killed then
		 */
		int waitFor(Duration time) {
			try {
				if (!this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
					kill();
					throw new IllegalStateException("the program did not end within " + time + ":\n" + err());
				}
				return this.process.exitValue();
			}
			catch (InterruptedException ex) {
				kill();
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Waits for its end for as long as anything may take.
		 */
		Child end() {
			waitFor(LONGEST);
			return this;
		}

		/**
		 * The exit code of a process that has ended.
		 */
		int exitCode() {
			return this.process.exitValue();
		}

		/**
		 * Ends it as {@code kill -9} does, and waits until it is gone.
		 */
		void kill() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

		/**
		 * Asks it to end as {@code kill} does.
		 */
		void terminate() {
			this.process.destroy();
		}

		/**
		 * Sends it a signal, as {@code kill} does.
		 * @param name of the signal, such as {@code STOP}
		 */
		void signal(String name) {
			try {
				new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Talk and logs so far.
		 */
		String err() {
			return read(this.talk);
		}

		/**
		 * What it printed so far.
		 */
		String out() {
			return read(this.results);
		}

		/**
		 * All that it said and printed so far.
		 */
		String said() {
			return out() + err();
		}

		/**
		 * What the system shows of its command line while it runs: as {@code ps} sees it;
		 * where there is no /proc, as the JDK does.
		 */
		String arguments() throws IOException, InterruptedException {
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

		private static String read(Path file) {
			try {
				return Files.readString(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public String toString() {
			String said = err().lines()
				.filter((line) -> line.startsWith("bulk-checkout: "))
				.collect(Collectors.joining("\n"));
			return "exit code %s%n%s%s".formatted(this.process.isAlive() ? "not yet" : exitCode(), out(), said);
		}

	}

}
