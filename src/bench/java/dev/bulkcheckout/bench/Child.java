package dev.bulkcheckout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A process that is measured from outside, by what Linux says of it.
 */
final class Child implements AutoCloseable {

	/** A tick of /proc/PID/stat is 10 ms on every common Linux. */
	private static final double SECONDS_PER_TICK = 0.01;

	private final Process process;

	private final Path directory;

	private final long startedAt = System.nanoTime();

	private final Path log;

	private double cpu;

	private long peakBytes;

	private Child(Process process, Path directory, Path log) {
		this.process = process;
		this.directory = directory;
		this.log = log;
	}

	/** Whether a program is on the path. */
	static boolean isInstalled(String program) {
		return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), ".").split(":", -1))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, program)));
	}

	static Child start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
		Path log = Files.createTempFile(directory, "child", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		return new Child(builder.start(), directory, log);
	}

	/** Whether it runs. */
	boolean isAlive() {
		look();
		return this.process.isAlive();
	}

	private void look() {
		try {
			String stat = Files.readString(Path.of("/proc/" + this.process.pid() + "/stat"));
			// the name in parentheses may hold blanks
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
			this.cpu = Math.max(this.cpu,
					(Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * SECONDS_PER_TICK);
			Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
				.stream()
				.filter((line) -> line.startsWith("VmHWM:"))
				.forEach((line) -> this.peakBytes = Math.max(this.peakBytes,
						1024 * Long.parseLong(line.replaceAll("\\D", ""))));
		}
		catch (IOException ex) {
			// it has ended: what was seen last counts
		}
	}

	/** User and system time so far, in seconds. */
	double cpuSeconds() {
		look();
		return this.cpu;
	}

	long peakBytes() {
		return this.peakBytes;
	}

	/** Bytes of the first file of that name below its directory. */
	long sizeOf(String file) throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return Files.size(files.filter((path) -> path.endsWith(file)).findFirst().orElseThrow());
		}
	}

	/** What it has printed so far. */
	String said() throws IOException {
		return Files.readString(this.log);
	}

	/**
	 * Waits for its end and returns how long it took from its start, in seconds.
	 * @throws IllegalStateException if it ended otherwise than was to be expected
	 */
	double end(int exitCode) throws IOException, InterruptedException {
		while (isAlive()) {
			Thread.sleep(5);
		}
		double seconds = (System.nanoTime() - this.startedAt) / 1e9;
		if (this.process.exitValue() != exitCode) {
			throw new IllegalStateException("exit code " + this.process.exitValue() + ":\n" + said());
		}
		return seconds;
	}

	double secondsSinceStart() {
		return (System.nanoTime() - this.startedAt) / 1e9;
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
