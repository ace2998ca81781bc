package dev.bulkcheckout.cli;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.origin.OriginTrackedValue;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import dev.bulkcheckout.settings.FlagOrigin;
import dev.bulkcheckout.settings.MaxRefused;
import dev.bulkcheckout.settings.SettingNames;
import dev.bulkcheckout.settings.Unpriced;

/**
 * Flags that are names of settings. What they mean, and what holds without them, is said
 * where the setting is declared; here they are texts, read like those of a job file.
 */
final class SettingFlags {

	/** The settings by their flags. */
	static final Map<String, String> SETTINGS = settings();

	/** The flags of {@code run}. */
	static final Collection<String> OF_A_RUN = SETTINGS.keySet();

	/** Those of {@code preflight}. */
	static final Collection<String> OF_A_PREFLIGHT = List.of("--output", "--concurrency", "--rate", "--patience",
			"--simulator");

	private static final Map<String, String> LABELS = Map.of(String.class.getName(), "DIR", Integer.class.getName(),
			"N", Double.class.getName(), "N", Duration.class.getName(), "DURATION", LocalTime.class.getName(), "HH:MM",
			MaxRefused.class.getName(), "N|P%", Unpriced.class.getName(), "skip|buy");

	private static Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		for (String name : new String[] { "output", "concurrency", "rate", "reconcile-for" }) {
			settings.put("--" + name, "bulk-checkout." + name);
		}
		settings.put("--patience", "bulk-checkout.outage-timeout");
		for (String name : new String[] { "max-refused", "stop-at", "also-reconcile-older", "preflight", "plan",
				"max-spend", "unpriced" }) {
			settings.put("--" + name, "bulk-checkout." + name);
		}
		settings.put("--simulator", "bulk-checkout.rehearsal");
		return settings;
	}

	/**
	 * Has a command know flags as soon as it is the one that was typed; the others do not
	 * wait for the settings to be read.
	 * @return the command
	 */
	static CommandLine addTo(CommandLine command, Collection<String> flags) {
		command.getCommandSpec().preprocessor((arguments, spec, argument, info) -> {
			SettingNames names = SettingNames.load();
			flags.forEach((flag) -> spec.addOption(option(flag, names)));
			return false;
		});
		return command;
	}

	private static OptionSpec option(String flag, SettingNames names) {
		ConfigurationMetadataProperty setting = names.get(Objects.requireNonNull(SETTINGS.get(flag)));
		OptionSpec.Builder option = OptionSpec.builder(flag);
		String description = setting.getDescription().replace("%", "%%");
		if (Boolean.class.getName().equals(setting.getType())) {
			return option.type(boolean.class).description(description).build();
		}
		String otherwise = (setting.getDefaultValue() != null)
				? " (default: " + setting.getDefaultValue().toString().replace("%", "%%") + ")" : "";
		if (setting.getType().startsWith(List.class.getName())) {
			return option.type(List.class)
				.auxiliaryTypes(String.class)
				.paramLabel("AMOUNT:CURRENCY")
				.description(description + "; may be repeated")
				.build();
		}
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
				Object value = option.getValue();
				String text = (value instanceof List<?> several)
						? several.stream().map(Object::toString).collect(Collectors.joining(",")) : value.toString();
				given.put(setting, OriginTrackedValue.of(text, new FlagOrigin(flag)));
			}
		});
		return given;
	}

}
