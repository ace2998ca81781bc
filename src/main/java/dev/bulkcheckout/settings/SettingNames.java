package dev.bulkcheckout.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All settings that there are: the metadata that Spring Boot's annotation processor makes
 * of the properties records, and the renamed settings of
 * {@code additional-spring-configuration-metadata.json}.
 */
public final class SettingNames {

	private static final String[] FILES = { "/META-INF/spring-configuration-metadata.json",
			"/META-INF/additional-spring-configuration-metadata.json" };

	private final Map<ConfigurationPropertyName, ConfigurationMetadataProperty> settings;

	private SettingNames(Map<String, ConfigurationMetadataProperty> settings) {
		this.settings = new TreeMap<>();
		settings.forEach((name, setting) -> this.settings.put(ConfigurationPropertyName.of(name), setting));
	}

	/**
	 * Reads the metadata of this program.
	 */
	public static SettingNames load() {
		ConfigurationMetadataRepositoryJsonBuilder builder = ConfigurationMetadataRepositoryJsonBuilder.create();
		for (String file : FILES) {
			// the first on the class path is our own: every library may have one
			try (InputStream stream = SettingNames.class.getResourceAsStream(file)) {
				if (stream == null) {
					throw new IllegalStateException("the program was built without " + file);
				}
				builder.withJsonResource(stream);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return new SettingNames(builder.build().getAllProperties());
	}

	/**
	 * All settings by name, those with a new name included.
	 */
	public Map<ConfigurationPropertyName, ConfigurationMetadataProperty> all() {
		return this.settings;
	}

	/**
	 * The setting of that name.
	 */
	public ConfigurationMetadataProperty get(String name) {
		ConfigurationMetadataProperty setting = this.settings.get(ConfigurationPropertyName.of(name));
		if (setting == null) {
			throw new IllegalArgumentException("there is no setting " + name);
		}
		return setting;
	}

	boolean contains(ConfigurationPropertyName name) {
		return this.settings.containsKey(first(name));
	}

	/**
	 * Whether the name is that of a group of settings.
	 */
	boolean isGroup(ConfigurationPropertyName name) {
		return !contains(name) && this.settings.keySet().stream().anyMatch(name::isAncestorOf);
	}

	boolean isSecret(ConfigurationPropertyName name) {
		ConfigurationMetadataProperty setting = this.settings.get(name);
		return setting != null && Secret.class.getName().equals(setting.getType());
	}

	/**
	 * Settings that were renamed: the former name and the one that took its place.
	 */
	Map<ConfigurationPropertyName, ConfigurationPropertyName> renamed() {
		return this.settings.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isDeprecated())
			.collect(Collectors.toMap(Map.Entry::getKey,
					(entry) -> ConfigurationPropertyName.of(entry.getValue().getDeprecation().getReplacement())));
	}

	/**
	 * The known name that looks most like the given one, or by now is called so. A name
	 * without its prefix is compared with the ends of the known ones.
	 */
	ConfigurationPropertyName nearest(ConfigurationPropertyName unknown) {
		String text = first(unknown).toString();
		ConfigurationPropertyName nearest = this.settings.keySet()
			.stream()
			.min(Comparator.comparingInt((known) -> distance(text, end(known, unknown.getNumberOfElements()))))
			.orElseThrow();
		String now = renamed().getOrDefault(nearest, nearest).toString();
		return ConfigurationPropertyName.of(index(unknown).map((index) -> now.replace("[0]", index)).orElse(now));
	}

	/**
	 * The setting's variable that looks most like the given one; empty if the variable is
	 * one itself.
	 */
	String nearestVariable(String variable, Object value) {
		ConfigurationPropertySource source = Objects.requireNonNull(ConfigurationPropertySource
			.from(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, value))));
		boolean known = this.settings.keySet()
			.stream()
			.anyMatch((name) -> index(name).isEmpty() ? source.getConfigurationProperty(name) != null
					: source.containsDescendantOf(name.chop(2)) == ConfigurationPropertyState.PRESENT);
		return known ? ""
				: this.settings.keySet()
					.stream()
					.min(Comparator.comparingInt((name) -> distance(variable, variable(name))))
					.map((nearest) -> variable(renamed().getOrDefault(nearest, nearest)))
					.orElseThrow();
	}

	/**
	 * The environment's variable for a setting.
	 */
	public static String variable(ConfigurationPropertyName name) {
		return name.toString().replaceAll("[-.\\[]", "_").replace("]", "").toUpperCase(Locale.ROOT);
	}

	/** The metadata knows the settings of a list's elements by its first one. */
	private static ConfigurationPropertyName first(ConfigurationPropertyName name) {
		return index(name).map((index) -> ConfigurationPropertyName.of(name.toString().replace(index, "[0]")))
			.orElse(name);
	}

	private static Optional<String> index(ConfigurationPropertyName name) {
		String text = name.toString();
		int open = text.indexOf('[');
		return (open >= 0) ? Optional.of(text.substring(open, text.indexOf(']', open) + 1)) : Optional.empty();
	}

	private static String end(ConfigurationPropertyName known, int elements) {
		int skipped = Math.max(0, known.getNumberOfElements() - elements);
		return known.subName(skipped).toString();
	}

	/**
	 * Levenshtein's: how many letters to add, take away or change.
	 */
	private static int distance(String one, String other) {
		int[] before = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			before[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] now = new int[other.length() + 1];
			now[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int changed = before[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
			}
			before = now;
		}
		return before[other.length()];
	}

}
