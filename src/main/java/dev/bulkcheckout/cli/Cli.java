package dev.bulkcheckout.cli;

import java.io.PrintWriter;

import picocli.CommandLine;

/**
 * Runs commands.
 */
public final class Cli {

	private final Workplace workplace;

	private final String version;

	/**
	 * Works with the given workplace.
	 * @param version what {@code --version} says
	 */
	public Cli(Workplace workplace, String version) {
		this.workplace = workplace;
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
		return BulkCheckoutCommand.line(this.workplace, () -> new String[] { "bulk-checkout " + this.version });
	}

}
