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
	 * Whether a person watches.
	 */
	static boolean isTerminal() {
		java.io.Console console = System.console();
		return console != null && console.isTerminal();
	}

}
