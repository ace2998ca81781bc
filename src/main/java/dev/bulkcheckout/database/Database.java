package dev.bulkcheckout.database;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that is there until it is closed: what a {@code DataSource} needs to know,
 * and nothing of how it came about.
 * <p>
 * There is no shutdown hook: a job that still drains needs its database, so whoever opens
 * it closes it last. A process that is killed leaves the embedded server running; the
 * next one to open it takes it over, and the last one to close it stops it.
 */
public final class Database implements AutoCloseable {

	private final @Nullable String username;

	private final @Nullable String password;

	private final String url;

	private final @Nullable String schema;

	private final String description;

	private final Runnable release;

	private final AtomicBoolean closed = new AtomicBoolean();

	private Database(String url, @Nullable String username, @Nullable String password, @Nullable String schema,
			String description, Runnable release) {
		this.url = url;
		this.schema = schema;
		this.username = username;
		this.password = password;
		this.description = description;
		this.release = release;
	}

	/**
	 * Opens the database of the settings: the server they name, which is not touched
	 * here, or the embedded one, which is started unless it runs.
	 * @param say is told what an operator may have to wait for
	 * @throws DatabaseUnavailableException if the embedded one cannot be had
	 */
	public static Database open(DatabaseSettings settings, Consumer<String> say) {
		String url = settings.url();
		if (url != null) {
			return new Database(url, settings.username(), settings.password(), settings.schema(),
					"PostgreSQL at " + withoutParameters(url).substring("jdbc:postgresql:".length()), () -> {
					});
		}
		EmbeddedServer server = EmbeddedServer.acquire(settings.directory(), say);
		return new Database("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + Cluster.DATABASE, Cluster.USER,
				server.password(), settings.schema(),
				"embedded PostgreSQL in %s (port %d)".formatted(settings.directory(), server.port()),
				() -> server.release(say));
	}

	/**
	 * Opens a pool of connections that see the ledger's tables, which are made or brought
	 * up to date first. Close it before this.
	 * @throws DatabaseUnavailableException if the database does not answer or cannot be
	 * used
	 */
	public HikariDataSource connect() {
		return ConnectionPool.to(this);
	}

	/**
	 * The schema that a setting names; null if none does.
	 */
	@Nullable String schema() {
		return this.schema;
	}

	/**
	 * The JDBC URL; one that was given may hold a password.
	 */
	public String url() {
		return this.url;
	}

	/**
	 * The user's name; null if none was given.
	 */
	public @Nullable String username() {
		return this.username;
	}

	/**
	 * The user's password; null if none was given. Never to be shown.
	 */
	public @Nullable String password() {
		return this.password;
	}

	/**
	 * Which database this is, for people; without secrets.
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Gives the database back; the embedded one is stopped unless another process uses
	 * it. May be called more than once. Connections must be closed before.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.release.run();
		}
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * A URL without its parameters, of which one may be a password, and without a user.
	 */
	static String withoutParameters(String url) {
		return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
	}

}
