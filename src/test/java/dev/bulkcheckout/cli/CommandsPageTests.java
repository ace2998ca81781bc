package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;

import dev.bulkcheckout.GeneratedFile;
import dev.bulkcheckout.cart.ExitCode;

/**
 * {@code docs/commands.md} and the completion for shells are what the commands say of
 * themselves.
 */
class CommandsPageTests {

	private final CommandLine line = line();

	@Test
	void thePageIsCurrent() throws IOException {
		GeneratedFile.assertCurrent(Path.of("docs", "commands.md"), page());
	}

	@Test
	void theCompletionIsCurrent() throws IOException {
		GeneratedFile.assertCurrent(Path.of("completion", "bulk-checkout"),
				AutoComplete.bash("bulk-checkout", this.line));
	}

	private static CommandLine line() {
		CommandLine line = BulkCheckoutCommand.line(
				new Application(Object.class, new Class<?>[0], Object.class, Object.class, Map.of()),
				() -> new String[] { "bulk-checkout" });
		line.setUsageHelpAutoWidth(false);
		line.setUsageHelpWidth(100);
		// a command learns of flags that are settings once it is typed
		line.getSubcommands().keySet().forEach((command) -> line.parseArgs(command, "--help"));
		return line;
	}

	private String page() {
		return """
				# Commands

				Made from the program itself; do not edit. `bulk-checkout COMMAND --help` says the same.
				Results go to standard output, talk to standard error. Every setting, also those without a flag: [settings.md](settings.md).

				%s
				## Exit codes

				| code | meaning |
				|---|---|
				%s

				## Completion

				The shell completes commands and options. For bash, in `~/.bashrc`; for zsh the same in `~/.zshrc`, after `compinit`:

				```
				source /where/it/is/bulk-checkout/completion/bulk-checkout
				```
				"""
			.formatted(
					this.line.getSubcommands()
						.values()
						.stream()
						.map(CommandsPageTests::section)
						.collect(Collectors.joining("\n")),
					Arrays.stream(ExitCode.values())
						.map((code) -> "| %d | %s |".formatted(code.code(), code.meaning()))
						.collect(Collectors.joining("\n")));
	}

	private static String section(CommandLine command) {
		String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF)
			.lines()
			.map(String::stripTrailing)
			.collect(Collectors.joining("\n"));
		return "## %s\n\n```\n%s\n```\n".formatted(command.getCommandName(), help);
	}

}
