package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.origin.OriginTrackedValue;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import dev.bulkcheckout.settings.FlagOrigin;
import dev.bulkcheckout.settings.MaxRefused;
import dev.bulkcheckout.settings.SettingNames;

/**
 * Flags that are names of settings. What they mean, and what holds without them, is said
 * where the setting is declared; here they are texts, read like those of a job file.
 */
final class SettingFlags {

	private static final Map<String, String> SETTINGS = settings();

	/** The flags of {@code run}. */
	static final Set<String> OF_A_RUN = SETTINGS.keySet();

	private static final Map<String, String> LABELS = Map.of(Path.class.getName(), "DIR", Integer.class.getName(), "N",
			Double.class.getName(), "N", Duration.class.getName(), "DURATION", LocalTime.class.getName(), "HH:MM",
			MaxRefused.class.getName(), "N|P%");

	private final SettingNames names = SettingNames.load();

	private static Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		for (String name : new String[] { "output", "concurrency", "rate", "reconcile-for" }) {
			settings.put("--" + name, "bulk-checkout." + name);
		}
		settings.put("--patience", "bulk-checkout.outage-timeout");
		for (String name : new String[] { "max-refused", "stop-at", "also-reconcile-older" }) {
			settings.put("--" + name, "bulk-checkout." + name);
		}
		settings.put("--simulator", "bulk-checkout.rehearsal");
		return settings;
	}

	/**
	 * Adds flags to a command.
	 * @return the command
	 */
	CommandLine addTo(CommandLine command, Set<String> flags) {
		flags.forEach((flag) -> command.getCommandSpec().addOption(option(flag)));
		return command;
	}

	private OptionSpec option(String flag) {
		ConfigurationMetadataProperty setting = this.names.get(Objects.requireNonNull(SETTINGS.get(flag)));
		OptionSpec.Builder option = OptionSpec.builder(flag);
		String description = setting.getDescription().replace("%", "%%");
		if (Boolean.class.getName().equals(setting.getType())) {
			return option.type(boolean.class).description(description).build();
		}
		String otherwise = (setting.getDefaultValue() != null)
				? " (default: " + setting.getDefaultValue().toString().replace("%", "%%") + ")" : "";
		return option.type(String.class)
			.paramLabel(LABELS.getOrDefault(setting.getType(), "TEXT"))
			.description(description + otherwise)
			.build();
	}

	/**
	 * The settings that were given as flags of a command.
	 */
	static Map<String, Object> given(CommandSpec command) {
		Map<String, Object> given = new LinkedHashMap<>();
		SETTINGS.forEach((flag, setting) -> {
			OptionSpec option = command.findOption(flag);
			if (option != null && command.commandLine().getParseResult().hasMatchedOption(option)) {
				given.put(setting, OriginTrackedValue.of(option.getValue().toString(), new FlagOrigin(flag)));
			}
		});
		return given;
	}

}
