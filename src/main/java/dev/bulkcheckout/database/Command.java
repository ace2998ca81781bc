package dev.bulkcheckout.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that runs to its end, and what it said.
 *
 * @param exitCode 0 if it did what it should
 * @param output what it wrote to stdout and stderr
 */
record Command(int exitCode, String output) {

	/**
	 * Runs a program.
	 * @throws DatabaseUnavailableException if it cannot be started
	 */
	static Command run(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// a locale that the machine lacks would hinder; messages are looked at in English
		builder.environment().put("LC_ALL", "C");
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Command(process.waitFor(), output.strip());
		}
		catch (IOException ex) {
			throw new DatabaseUnavailableException("tried to run %s for the embedded PostgreSQL but got: %s; "
				.formatted(command.getFirst(), ex.getMessage())
					+ "the file system must allow programs to be run (noexec), choose another directory, "
					+ DatabaseUnavailableException.OTHERWISE, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("interrupted while running " + command.getFirst(), ex));
		}
	}

	boolean succeeded() {
		return this.exitCode == 0;
	}

}
