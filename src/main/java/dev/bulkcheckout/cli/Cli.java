package dev.bulkcheckout.cli;

import java.io.PrintWriter;

import picocli.CommandLine;

/**
 * Runs commands.
 */
public final class Cli {

	private final Application application;

	private final String version;

	/**
	 * Works with the given application.
	 * @param version what {@code --version} says
	 */
	public Cli(Application application, String version) {
		this.application = application;
		this.version = version;
	}

	/**
	 * Runs one command that speaks to the given writers.
	 * @param out takes results
	 * @param err takes talk
	 * @return its exit code
	 */
	public int run(PrintWriter out, PrintWriter err, String... args) {
		return line().setOut(out).setErr(err).execute(args);
	}

	private CommandLine line() {
		return BulkCheckoutCommand.line(this.application, () -> new String[] { "bulk-checkout " + this.version });
	}

}
