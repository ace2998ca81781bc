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

}
