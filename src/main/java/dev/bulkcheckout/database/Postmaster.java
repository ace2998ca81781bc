package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server process that a data directory's {@code postmaster.pid} names. Source:
 * PostgreSQL, "pidfile.h": line 1 is the process id, line 4 the port, line 7 the shared
 * memory.
 *
 * @param cluster the data directory
 * @param lines of the file
 */
record Postmaster(Path cluster, List<String> lines) {

	private static final String FILE = "postmaster.pid";

	/** No process has it: beyond what any kernel gives out. */
	private static final String NO_PROCESS = String.valueOf(Integer.MAX_VALUE);

	private static final int PID_LINE = 0;

	private static final int PORT_LINE = 3;

	/**
	 * Keeps a copy of the lines.
	 */
	Postmaster {
		lines = List.copyOf(lines);
	}

	/**
	 * Reads the file; empty if there is none.
	 */
	static Optional<Postmaster> of(Path cluster) throws IOException {
		Path file = cluster.resolve(FILE);
		return Files.exists(file)
				? Optional.of(new Postmaster(cluster, Files.readAllLines(file, StandardCharsets.ISO_8859_1)))
				: Optional.empty();
	}

	/**
	 * The port; empty while it starts.
	 */
	Optional<Integer> port() {
		return number(PORT_LINE).map(Math::toIntExact);
	}

	/**
	 * Tells whether the process lives and is the server of this directory: after a crash
	 * of the machine, its number may be anybody's.
	 */
	boolean isAlive() {
		return number(PID_LINE).flatMap(ProcessHandle::of)
			.filter(ProcessHandle::isAlive)
			.filter(this::isOurs)
			.isPresent();
	}

	/**
	 * Makes a file whose process is another program harmless. PostgreSQL would refuse to
	 * start on it. The other lines stay, since by them PostgreSQL sees whether an orphan
	 * of the former server still writes to the data.
	 */
	void disown() throws IOException {
		List<String> changed = new ArrayList<>(this.lines);
		if (changed.isEmpty()) {
			// cut off by a crash: PostgreSQL takes an empty file for one being written
			Files.delete(this.cluster.resolve(FILE));
			return;
		}
		changed.set(PID_LINE, NO_PROCESS);
		Files.write(this.cluster.resolve(FILE), changed, StandardCharsets.ISO_8859_1);
	}

	private boolean isOurs(ProcessHandle process) {
		Path workingDirectory = Path.of("/proc", String.valueOf(process.pid()), "cwd");
		try {
			// a server works in its data directory
			return Files.isSameFile(workingDirectory, this.cluster);
		}
		catch (IOException ex) {
			return process.info().command().filter((command) -> command.endsWith("postgres")).isPresent();
		}
	}

	private Optional<Long> number(int line) {
		String text = (line < this.lines.size()) ? this.lines.get(line).strip() : "";
		return text.matches("[1-9]\\d{0,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
	}

}
