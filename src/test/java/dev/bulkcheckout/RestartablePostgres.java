package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL server that a test can stop and start again on the same port and data.
 */
final class RestartablePostgres implements AutoCloseable {

	private final Path directory;

	private final int port;

	private boolean running;

	RestartablePostgres(Path directory) {
		this(directory, freePort());
		create();
	}

	private RestartablePostgres(Path directory, int port) {
		this.directory = directory;
		this.port = port;
	}

	/**
	 * Makes a standby that has whatever was committed here, and starts it. From then on
	 * nothing is committed here before it is there.
	 */
	RestartablePostgres standby(Path copy) {
		RestartablePostgres standby = new RestartablePostgres(copy, freePort());
		stopFast();
		execute("cp", "-a", this.directory.toString(), copy.toString());
		start();
		try {
			Path options = copy.resolve("postmaster.opts");
			Files.writeString(options,
					Files.readString(options)
						.replace(this.directory.toString(), copy.toString())
						.replace(String.valueOf(this.port), String.valueOf(standby.port)));
			Files.createFile(copy.resolve("standby.signal"));
			Files.writeString(copy.resolve("postgresql.auto.conf"),
					"primary_conninfo = 'host=localhost port=%d user=postgres'\n".formatted(this.port),
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		standby.start();
		set("synchronous_standby_names", "'*'");
		return standby;
	}

	/**
	 * Makes a primary of a standby.
	 */
	void promote() {
		jdbc().sql("select pg_promote()").query(Boolean.class).single();
	}

	/**
	 * Changes a setting of the server, for sessions that are open, too.
	 */
	void set(String name, String value) {
		jdbc().sql("alter system set %s = %s".formatted(name, value)).update();
		jdbc().sql("select pg_reload_conf()").query(Boolean.class).single();
	}

	JdbcClient jdbc() {
		return JdbcClient.create(new DriverManagerDataSource(url() + "&currentSchema=bulk_checkout,public"));
	}

	String address() {
		return "localhost:" + this.port;
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
	 * Starts it again with a small disk of its own, on which it makes every table from
	 * now on.
	 * @return false where the system lets nobody mount one; it runs as before then
	 */
	boolean startOnSmallDisk(Path disk) {
		List<String> mounting = List.of("unshare", root() ? "-m" : "-Urm", "sh", "-c",
				"mount -t tmpfs -o size=24m,mode=700 none '%s' && exec \"$@\"".formatted(disk), "sh");
		List<String> probe = new ArrayList<>(mounting);
		probe.add("true");
		try {
			if (new ProcessBuilder(probe).start().waitFor() != 0) {
				return false;
			}
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		stopFast();
		start(mounting);
		jdbc().sql("create tablespace small location '%s'".formatted(disk)).update();
		jdbc().sql("alter database postgres set default_tablespace = small").update();
		return true;
	}

	private static boolean root() {
		return "root".equals(System.getProperty("user.name"));
	}

	/**
	 * Starts it again, as it was started, and waits until it answers.
	 */
	void start() {
		start(List.of());
	}

	private void start(List<String> within) {
		try {
			List<String> command = new ArrayList<>(within);
			if (root()) {
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

	/**
	 * Has every process of the server stand still: connections stay open and new ones are
	 * taken, but nothing is answered.
	 */
	void freeze() {
		signal("STOP");
	}

	/**
	 * Has the processes go on where they stood.
	 */
	void thaw() {
		signal("CONT");
	}

	private void signal(String signal) {
		try {
			ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
			// the postmaster first, so that it starts nobody in between; a child may end
			execute("kill", "-" + signal, String.valueOf(postmaster.pid()));
			for (ProcessHandle child : postmaster.children().toList()) {
				execute("sh", "-c", "kill -%s %d 2>/dev/null || true".formatted(signal, child.pid()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long pid() throws IOException {
		return Long.parseLong(Files.readAllLines(this.directory.resolve("postmaster.pid")).getFirst().strip());
	}

	private void stop(String signal) {
		thaw();
		try {
			long pid = pid();
			execute("kill", "-" + signal, String.valueOf(pid));
			ProcessHandle.of(pid).ifPresent((process) -> process.onExit().join());
			this.running = false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void execute(String... command) {
		try {
			int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
			if (exitCode != 0) {
				throw new IllegalStateException(String.join(" ", command) + " came to " + exitCode);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String url() {
		return "jdbc:postgresql://" + address() + "/postgres?user=postgres";
	}

	@Override
	public void close() {
		if (this.running) {
			stopImmediately();
		}
	}

}
