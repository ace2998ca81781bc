package dev.bulkcheckout.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that uses the database of a directory and does as it is told.
 */
final class OtherProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private final PrintWriter orders;

	private OtherProcess(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.UTF_8);
		this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
	}

	/**
	 * Starts the JVM, which opens the database at once.
	 */
	static OtherProcess in(Path directory) throws IOException {
		return new OtherProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(),
				directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Waits until it has the database.
	 * @return the URL
	 */
	String url() throws IOException {
		return String.valueOf(this.answers.readLine());
	}

	/**
	 * Lets it run a statement.
	 * @return "done", or what went wrong
	 */
	String sql(String statement) throws IOException {
		this.orders.println(statement);
		return String.valueOf(this.answers.readLine());
	}

	/**
	 * Lets it close the database and end.
	 */
	@Override
	public void close() {
		this.orders.close();
		await();
	}

	/**
	 * As {@code kill -9} does.
	 */
	void kill() {
		this.process.destroyForcibly();
		await();
	}

	private void await() {
		try {
			if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
				throw new IllegalStateException("the other process did not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the JVM runs.
	 */
	public static void main(String[] arguments) throws Exception {
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (Database database = Database.open(DatabaseSettings.embedded(Path.of(arguments[0])),
				(text) -> System.err.println(text))) {
			System.out.println(database.url());
			for (String order = orders.readLine(); order != null; order = orders.readLine()) {
				System.out.println(Sql.execute(database, order));
			}
		}
	}

}
