package dev.bulkcheckout.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program.
 */
@Command(name = "bulk-checkout", synopsisSubcommandLabel = "COMMAND", description = {
		"Checks out Microsoft Partner Center carts in bulk, losing none and buying nothing twice.", "" })
final class BulkCheckoutCommand implements Runnable {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "a command is missing");
	}

	/**
	 * The command line with all its commands.
	 */
	static CommandLine line(Workplace workplace, CommandLine.IVersionProvider version) {
		CommandLine line = new CommandLine(new BulkCheckoutCommand());
		line.addSubcommand(new RunCommand(workplace));
		line.addSubcommand(new RestartCommand(workplace));
		line.addSubcommand(new RerunCommand(workplace));
		line.addSubcommand(new ReconcileCommand(workplace));
		line.addSubcommand(new StopCommand(workplace));
		line.addSubcommand(new RunsCommand(workplace));
		line.addSubcommand(new ShowCommand(workplace));
		line.addSubcommand(new ReportCommand(workplace));
		line.addSubcommand(new ValidateCommand());
		line.addSubcommand(new PurgeCommand(workplace));
		line.addSubcommand(new CheckCommand(workplace));
		line.addSubcommand(new SimulatorCommand());
		addStandardOptions(line, version);
		line.setExecutionExceptionHandler(new ErrorMessages());
		line.setCaseInsensitiveEnumValuesAllowed(true);
		line.setUsageHelpAutoWidth(true);
		line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
		line.getCommandSpec().usageMessage().exitCodeList(ExitCodes.legend());
		return line;
	}

	private static void addStandardOptions(CommandLine line, CommandLine.IVersionProvider version) {
		line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version);
		line.getSubcommands()
			.values()
			.forEach((command) -> command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version));
	}

}
