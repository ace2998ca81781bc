package dev.bulkcheckout.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import dev.bulkcheckout.cart.ExitCode;

/**
 * The program.
 */
@Command(name = "bulk-checkout", synopsisSubcommandLabel = "COMMAND", description = {
		"Checks out Microsoft Partner Center carts in bulk, losing none and buying nothing twice.", "" })
final class BulkCheckoutCommand implements Runnable {

	private static final String WHOLE = "a whole number";

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
	static CommandLine line(Application application, CommandLine.IVersionProvider version) {
		CommandLine line = new CommandLine(new BulkCheckoutCommand());
		line.addSubcommand(SettingFlags.addTo(new CommandLine(new RunCommand(application)), SettingFlags.OF_A_RUN));
		line.addSubcommand(
				SettingFlags.addTo(new CommandLine(new PreflightCommand(application)), SettingFlags.OF_A_PREFLIGHT));
		line.addSubcommand(new ApproveCommand(application));
		line.addSubcommand(new RestartCommand(application));
		line.addSubcommand(new RerunCommand(application));
		line.addSubcommand(
				SettingFlags.addTo(new CommandLine(new ReconcileCommand(application)), Set.of("--reconcile-for")));
		line.addSubcommand(new StopCommand(application));
		line.addSubcommand(new RunsCommand(application));
		line.addSubcommand(new ShowCommand(application));
		line.addSubcommand(new ReportCommand(application));
		line.addSubcommand(new ValidateCommand());
		line.addSubcommand(new PurgeCommand(application));
		line.addSubcommand(new CheckCommand(application));
		line.addSubcommand(new WorkerCommand(application));
		line.addSubcommand(new ServeCommand(application));
		line.addSubcommand(new SimulatorCommand());
		addStandardOptions(line, version);
		line.registerConverter(LocalDate.class, (text) -> parsed(text, LocalDate::parse, "a date such as 2026-11-30"));
		line.registerConverter(Integer.class, (text) -> parsed(text, Integer::valueOf, WHOLE));
		line.registerConverter(int.class, (text) -> parsed(text, Integer::valueOf, WHOLE));
		line.registerConverter(Long.class, (text) -> parsed(text, Long::valueOf, WHOLE));
		line.registerConverter(long.class, (text) -> parsed(text, Long::valueOf, WHOLE));
		line.registerConverter(Double.class, (text) -> parsed(text, Double::valueOf, "a number"));
		line.setParameterExceptionHandler(new UsageErrors());
		line.setExecutionExceptionHandler(new ErrorMessages());
		line.setCaseInsensitiveEnumValuesAllowed(true);
		line.setUsageHelpAutoWidth(true);
		line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
		line.getCommandSpec().usageMessage().exitCodeList(legend());
		return line;
	}

	private static Map<String, String> legend() {
		return Arrays.stream(ExitCode.values())
			.collect(Collectors.toMap((code) -> " " + code.code(), ExitCode::meaning, (one, other) -> one,
					LinkedHashMap::new));
	}

	private static <T> T parsed(String text, Function<String, T> parser, String form) {
		try {
			return parser.apply(text);
		}
		catch (DateTimeParseException | NumberFormatException ex) {
			throw new TypeConversionException("'" + text + "' is not " + form);
		}
	}

	private static void addStandardOptions(CommandLine line, CommandLine.IVersionProvider version) {
		line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version);
		line.getSubcommands()
			.values()
			.forEach((command) -> command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version));
	}

}
