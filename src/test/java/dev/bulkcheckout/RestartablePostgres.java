package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server that a test can stop and start again on the same port and data.
 */
final class RestartablePostgres implements AutoCloseable {

	private final Path directory;

	private final int port = freePort();

	private boolean running;

	RestartablePostgres(Path directory) {
		this.directory = directory;
		create();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void create() {
		try {
			EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.directory)
				.setCleanDataDirectory(false)
				.setPGStartupWait(Duration.ofSeconds(60))
				.setRegisterShutdownHook(false)
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.start();
			this.running = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts it again, as it was started, and waits until it answers.
	 */
	void start() {
		try {
			List<String> command = new ArrayList<>();
			if ("root".equals(System.getProperty("user.name"))) {
				// PostgreSQL refuses to run as root
				command.addAll(List.of("unshare", "-U"));
			}
			String options = Files.readString(this.directory.resolve("postmaster.opts")).strip();
			for (String word : options.split(" (?=\")", -1)) {
				command.add(word.replace("\"", ""));
			}
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("restarted.log").toFile())
				.start();
			this.running = true;
			awaitAnswer();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitAnswer() {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (true) {
			try (Connection connection = DriverManager.getConnection(url())) {
				return;
			}
			catch (SQLException ex) {
				if (System.nanoTime() > end) {
					throw new IllegalStateException("PostgreSQL does not come back", ex);
				}
			}
		}
	}

	/**
	 * Stops it as {@code pg_ctl stop -m fast} does: clients are cut off, all is written.
	 */
	void stopFast() {
		stop("INT");
	}

	/**
	 * Stops it as {@code pg_ctl stop -m immediate} does: as a crash, the log is replayed
	 * at the next start.
	 */
	void stopImmediately() {
		stop("QUIT");
	}

	private void stop(String signal) {
		try {
			long pid = Long.parseLong(Files.readAllLines(this.directory.resolve("postmaster.pid")).getFirst().strip());
			new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
			ProcessHandle.of(pid).ifPresent((process) -> process.onExit().join());
			this.running = false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String url() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres?user=postgres";
	}

	@Override
	public void close() {
		if (this.running) {
			stopImmediately();
		}
	}

}
