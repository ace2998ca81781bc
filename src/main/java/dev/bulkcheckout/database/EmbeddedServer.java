package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The embedded server of a directory, as far as this JVM uses it: started by whoever
 * comes first, in whichever process, and stopped by whoever leaves last.
 */
final class EmbeddedServer {

	private static final Map<Path, EmbeddedServer> IN_USE = new HashMap<>();

	private final Path directory;

	private final SharedUse use;

	private final Cluster cluster;

	private final int port;

	private final String password;

	private int users;

	private EmbeddedServer(Path directory, SharedUse use, Cluster cluster, int port) throws IOException {
		this.directory = directory;
		this.use = use;
		this.cluster = cluster;
		this.port = port;
		this.password = cluster.password();
	}

	/**
	 * Uses the server, and starts it unless it runs.
	 * @throws DatabaseUnavailableException if that is impossible
	 */
	static EmbeddedServer acquire(Path directory, Consumer<String> say) {
		synchronized (IN_USE) {
			try {
				Path home = Files.createDirectories(directory.toAbsolutePath().resolve("postgresql")).toRealPath();
				EmbeddedServer server = IN_USE.get(home);
				if (server == null) {
					server = start(home, say);
					IN_USE.put(home, server);
				}
				server.users++;
				return server;
			}
			catch (IOException ex) {
				throw new DatabaseUnavailableException(
						"tried to keep a database in %s but got: %s; make it a directory that this user may write to, choose another, %s"
							.formatted(directory.toAbsolutePath(), ex, DatabaseUnavailableException.OTHERWISE),
						ex);
			}
		}
	}

	private static EmbeddedServer start(Path home, Consumer<String> say) throws IOException {
		SharedUse use = SharedUse.of(home);
		boolean started = false;
		try (FileLock change = use.change(say)) {
			Binaries binaries = Binaries.in(home, say);
			Cluster cluster = new Cluster(home, binaries, ServerAccount.of(home, Cluster.path(home)));
			cluster.create(say);
			int port = cluster.start(say);
			use.begin();
			EmbeddedServer server = new EmbeddedServer(home, use, cluster, port);
			started = true;
			return server;
		}
		finally {
			if (!started) {
				use.close();
			}
		}
	}

	/**
	 * Uses it no longer; stops it if nobody else does. A server that cannot be stopped is
	 * told of, not thrown: the work is done.
	 */
	void release(Consumer<String> say) {
		synchronized (IN_USE) {
			this.users--;
			if (this.users > 0) {
				return;
			}
			IN_USE.remove(this.directory);
			// an interrupt asks the job to stop; it must not keep the server from
			// stopping
			boolean interrupted = Thread.interrupted();
			try (this.use; FileLock change = this.use.change(say)) {
				if (this.use.end()) {
					this.cluster.stop();
				}
			}
			catch (IOException | DatabaseUnavailableException ex) {
				say.accept("the embedded PostgreSQL in %s could not be stopped and runs on: %s"
					.formatted(this.directory, ex.getMessage()));
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}
	}

	int port() {
		return this.port;
	}

	String password() {
		return this.password;
	}

}
