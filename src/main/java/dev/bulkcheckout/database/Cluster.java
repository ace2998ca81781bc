package dev.bulkcheckout.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A data directory and the server on it. To be used by one process at a time.
 * <p>
 * The server listens on the loopback address only and on no socket file; the one account,
 * which may do everything, has a random password of 192 bits, kept in a file that only
 * the owner of the data can read. What is not protected: connections are not encrypted,
 * and whoever can read the directory as its owner or as root can read the data.
 */
final class Cluster {

	static final String USER = "bulk_checkout";

	static final String DATABASE = "postgres";

	static final String PASSWORD_FILE = "bulk-checkout.password";

	static final String SETTINGS_FILE = "bulk-checkout.conf";

	private static final byte[] LOOPBACK = { 127, 0, 0, 1 };

	private static final int PORT_ATTEMPTS = 5;

	private static final int PATIENCE_SECONDS = 300;

	private final Path directory;

	private final Path path;

	private final Binaries binaries;

	private final ServerAccount account;

	private final ServerLog log;

	Cluster(Path directory, Binaries binaries, ServerAccount account) {
		this.directory = directory;
		this.path = path(directory);
		this.binaries = binaries;
		this.account = account;
		this.log = new ServerLog(this.path.resolve("postgresql.log"));
	}

	static Path path(Path directory) {
		return directory.resolve("cluster");
	}

	/**
	 * Makes the data directory unless it is there, whole or not at all.
	 * @throws DatabaseUnavailableException if PostgreSQL's initdb fails, or the directory
	 * is another version's
	 */
	void create(Consumer<String> say) throws IOException {
		if (Files.exists(this.path)) {
			checkVersion();
			return;
		}
		say.accept("creating a database in " + this.directory);
		new NewCluster(this.directory, this.binaries, this.account).create(this.path);
	}

	private void checkVersion() throws IOException {
		String kept = Files.readString(this.path.resolve("PG_VERSION")).strip();
		String ours = this.binaries.majorVersion();
		if (!kept.equals(ours)) {
			throw new DatabaseUnavailableException(
					("the database in %s is of PostgreSQL %s, this version brings PostgreSQL %s;"
							+ " go on with the former version of bulk-checkout, choose another directory, %s")
						.formatted(this.directory, kept, ours, DatabaseUnavailableException.OTHERWISE));
		}
	}

	String password() throws IOException {
		return Files.readString(this.path.resolve(PASSWORD_FILE));
	}

	/**
	 * Finds the server that runs, or starts one.
	 * @return its port
	 * @throws DatabaseUnavailableException if it does not start
	 */
	int start(Consumer<String> say) throws IOException {
		Optional<Integer> running = running(say);
		if (running.isPresent()) {
			return running.get();
		}
		say.accept("starting the embedded PostgreSQL in " + this.directory);
		this.log.beginAnew();
		for (int attempt = 1;; attempt++) {
			int port = freePort();
			writeSettings(port);
			Command start = pgCtl("--log=" + this.log.path(), "start");
			if (start.succeeded()) {
				return port;
			}
			boolean another = this.log.tail().contains("Address already in use")
					|| this.log.tail().contains("pre-existing shared memory");
			if (!another || attempt == PORT_ATTEMPTS) {
				throw new DatabaseUnavailableException(
						("tried to start the embedded PostgreSQL in %s but got:%n%s%n%s%n"
								+ "mend that (the whole log is %s), choose another directory, %s")
							.formatted(this.directory, start.output(), this.log.tail(), this.log.path(),
									DatabaseUnavailableException.OTHERWISE));
			}
			// an orphan of a killed server needs a moment to see that it is one
			Waiting.seconds(1);
		}
	}

	/**
	 * Stops the server; who is still connected is cut off, what is committed is kept.
	 * @throws DatabaseUnavailableException if it does not stop
	 */
	void stop() throws IOException {
		if (Postmaster.of(this.path).filter(Postmaster::isAlive).isEmpty()) {
			return;
		}
		Command stop = pgCtl("--mode=fast", "stop");
		if (!stop.succeeded()) {
			throw new DatabaseUnavailableException(
					"tried to stop the embedded PostgreSQL in %s but got: %s".formatted(this.directory, stop.output()));
		}
	}

	/**
	 * The port of the server that a former process left running, once it answers.
	 */
	private Optional<Integer> running(Consumer<String> say) throws IOException {
		Optional<Postmaster> left = Postmaster.of(this.path);
		if (left.isPresent() && !left.get().isAlive()) {
			left.get().disown();
			return Optional.empty();
		}
		String refusal = "";
		for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
			Optional<Postmaster> server = Postmaster.of(this.path).filter(Postmaster::isAlive);
			if (server.isEmpty()) {
				return Optional.empty();
			}
			Optional<Integer> port = server.get().port();
			if (port.isPresent()) {
				refusal = refusal(port.get());
				if (refusal.isEmpty()) {
					return port;
				}
			}
			if (i == 10) {
				say.accept("waiting for the embedded PostgreSQL in %s: %s".formatted(this.directory, refusal));
			}
			Waiting.tenthOfASecond();
		}
		throw new DatabaseUnavailableException("the embedded PostgreSQL in %s runs but does not answer: %s; stop it, %s"
			.formatted(this.directory, refusal, DatabaseUnavailableException.OTHERWISE));
	}

	private String refusal(int port) throws IOException {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { "127.0.0.1" });
		source.setPortNumbers(new int[] { port });
		source.setDatabaseName(DATABASE);
		source.setUser(USER);
		source.setPassword(password());
		source.setConnectTimeout(5);
		source.setSocketTimeout(5);
		try (Connection connection = source.getConnection()) {
			return connection.isValid(5) ? "" : "the connection is not valid";
		}
		catch (SQLException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private Command pgCtl(String option, String action) {
		return this.account.run(this.binaries.program("pg_ctl"),
				List.of("--pgdata=" + this.path, "--wait", "--timeout=" + PATIENCE_SECONDS, option, action));
	}

	private void writeSettings(int port) throws IOException {
		Path file = this.path.resolve(SETTINGS_FILE);
		Files.writeString(file, """
				# written at each start
				listen_addresses = '127.0.0.1'
				port = %s
				unix_socket_directories = ''
				max_connections = 100
				# what was paid for must survive a power cut
				fsync = on
				full_page_writes = on
				synchronous_commit = on
				""".formatted(Integer.toString(port)), StandardCharsets.US_ASCII);
		this.account.own(file);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
			return socket.getLocalPort();
		}
	}

}
