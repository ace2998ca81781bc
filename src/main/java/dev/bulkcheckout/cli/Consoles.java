package dev.bulkcheckout.cli;

import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command speaks.
 */
final class Consoles {

	private Consoles() {
	}

	static Console of(CommandSpec spec) {
		return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
	}

	/**
	 * Whether a person watches: the launcher says so, since Java cannot tell where stderr
	 * goes.
	 */
	static boolean isTerminal() {
		return "true".equals(System.getenv("BULK_CHECKOUT_TERMINAL"));
	}

	/**
	 * How many columns the terminal has, as the shell or the launcher says.
	 * @param otherwise what to take if nobody says
	 */
	static int width(int otherwise) {
		String columns = System.getenv("COLUMNS");
		return (columns != null && columns.matches("[1-9]\\d{1,3}")) ? Integer.parseInt(columns) : otherwise;
	}

}
