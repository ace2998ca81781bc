package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

import dev.bulkcheckout.cli.UsageException;

/**
 * A file of {@code jobs/}, refused if it says anything that nobody would heed: a setting
 * that is misspelt burns a night. Nor may it hold secrets, since such files are shared.
 */
final class JobFile {

	/** Spring Boot's, which are not ours to know. */
	private static final Set<String> OTHERS = Set.of("spring", "logging", "debug", "trace");

	/** Heeded in the environment only, where Spring Boot looks for files. */
	private static final Set<ConfigurationPropertyName> TOO_LATE = Set.of(ConfigurationPropertyName.of("spring.config"),
			ConfigurationPropertyName.of("spring.profiles"));

	private final List<PropertySource<?>> documents;

	private JobFile(List<PropertySource<?>> documents) {
		this.documents = documents;
	}

	/**
	 * Reads the documents of the file, in their order.
	 * @throws UsageException if the file cannot be read or says what nobody heeds
	 */
	static List<PropertySource<?>> read(Path file) {
		if (!Files.isRegularFile(file)) {
			throw new UsageException("the job file " + file + " is not there, or is no file");
		}
		JobFile job = new JobFile(load(file));
		List<String> faults = job.faults();
		if (!faults.isEmpty()) {
			throw new UsageException("the job file " + file + " cannot be used:\n  " + String.join("\n  ", faults));
		}
		return job.documents;
	}

	private static List<PropertySource<?>> load(Path file) {
		try {
			return new YamlPropertySourceLoader().load("job file", new FileSystemResource(file));
		}
		catch (IOException | RuntimeException ex) {
			throw new UsageException("the job file " + file + " cannot be read: " + ex.getMessage());
		}
	}

	private List<String> faults() {
		List<ConfigurationPropertySource> sources = this.documents.stream()
			.map((document) -> Objects.requireNonNull(ConfigurationPropertySource.from(document)))
			.toList();
		KnownSettings known = KnownSettings.in(sources);
		List<String> faults = new ArrayList<>();
		for (ConfigurationPropertySource source : sources) {
			((IterableConfigurationPropertySource) source).forEach((name) -> {
				String fault = fault(source, name, known);
				if (!fault.isEmpty()) {
					faults.add(place(source, name) + fault);
				}
			});
		}
		return faults;
	}

	private static String fault(ConfigurationPropertySource source, ConfigurationPropertyName name,
			KnownSettings known) {
		if (SecretSettings.givesAway(name, Objects.requireNonNull(source.getConfigurationProperty(name)).getValue())) {
			return name + " holds a secret: give it in the environment or in a file of its own, as SECURITY.md says";
		}
		if (TOO_LATE.stream().anyMatch((prefix) -> prefix.isAncestorOf(name))) {
			return name + " is heeded in the environment only";
		}
		if (KnownSettings.isOurs(name) ? known.contains(name)
				: OTHERS.contains(name.getElement(0, ConfigurationPropertyName.Form.UNIFORM))) {
			return "";
		}
		return "there is no setting " + name + "; is " + known.nearest(name) + " meant?";
	}

	private static String place(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		OptionalInt line = Places.line(Origin.from(source.getConfigurationProperty(name)));
		return line.isPresent() ? "line " + line.getAsInt() + ": " : "";
	}

}
