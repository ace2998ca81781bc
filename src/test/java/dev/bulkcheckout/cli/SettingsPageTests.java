package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import dev.bulkcheckout.GeneratedFile;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.settings.SettingNames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/settings.md} is what the settings say of themselves.
 */
class SettingsPageTests {

	private final Map<ConfigurationPropertyName, ConfigurationMetadataProperty> settings = SettingNames.load().all();

	private final Map<String, String> flags = SettingFlags.SETTINGS.entrySet()
		.stream()
		.collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

	@Test
	void thePageIsCurrent() throws IOException {
		GeneratedFile.assertCurrent(Path.of("docs", "settings.md"), page());
	}

	@Test
	void everySettingSaysWhatItIs() {
		this.settings.forEach((name, setting) -> {
			if (!setting.isDeprecated()) {
				assertThat(setting.getDescription()).as(name.toString()).isNotBlank();
			}
		});
	}

	private String page() {
		Map<String, ?> kept = EffectiveValues.of(EffectiveValues.read(Map.of()));
		Predicate<String> ofARun = (name) -> kept.containsKey(name) || name.startsWith("bulk-checkout.product-rules");
		return """
				# Settings

				Made from the program itself; do not edit. A flag beats the job file (`--job`), the job file beats the environment.
				Durations are `90s`, `30m`, `2h` or ISO 8601. [nightly-checkout.yaml](../jobs/nightly-checkout.yaml) explains them at length.

				## Options of a run

				A run keeps them, and `restart` goes on with all of them whatever is set by then.

				%s
				## The process and its ledger

				%s
				## Partner Center

				%s
				## Former names

				Heeded, and told where they stand.

				| former name | name |
				|---|---|
				%s
				"""
			.formatted(table(ofARun.and((name) -> name.startsWith("bulk-checkout."))),
					table(ofARun.negate()
						.and((name) -> name.startsWith("bulk-checkout.") || name.startsWith("spring."))),
					table((name) -> name.startsWith("partner-center.")),
					this.settings.values()
						.stream()
						.filter(ConfigurationMetadataProperty::isDeprecated)
						.map((setting) -> "| `%s` | `%s` |".formatted(setting.getId(),
								setting.getDeprecation().getReplacement()))
						.collect(Collectors.joining("\n")));
	}

	private String table(Predicate<String> which) {
		StringBuilder table = new StringBuilder(
				"| setting | in the environment | flag | default | |\n|---|---|---|---|---|\n");
		this.settings.forEach((name, setting) -> {
			if (which.test(name.toString()) && !setting.isDeprecated()
					&& !"bulk-checkout.product-rules".equals(name.toString())) {
				Object otherwise = setting.getDefaultValue();
				table.append("| `%s` | `%s` | %s | %s | %s |%n".formatted(name, SettingNames.variable(name),
						code(this.flags.get(name.toString())), code((otherwise != null) ? otherwise.toString() : null),
						setting.getDescription().replace("{@code ", "`").replace("}", "`")));
			}
		});
		return table.toString().replace("\r", "");
	}

	private static String code(@org.jspecify.annotations.Nullable String text) {
		return (text != null && !text.isBlank()) ? "`" + text.toLowerCase(Locale.ROOT) + "`" : "";
	}

}
