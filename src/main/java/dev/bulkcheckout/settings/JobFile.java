package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A file of {@code jobs/}, refused if it says anything that nobody would heed: a setting
 * that is misspelt burns a night. Nor may it hold secrets, since such files are shared.
 */
final class JobFile {

	/** What its documents are called among the property sources. */
	static final String NAME = "job file";

	/**
	 * Spring Boot's own, which are not ours to know: loggers, metrics and the mail
	 * server.
	 */
	private static final List<ConfigurationPropertyName> OF_SPRING_BOOT = Stream
		.of("logging.level", "management.metrics", "management.otlp.metrics", "management.prometheus.metrics",
				"spring.mail")
		.map(ConfigurationPropertyName::of)
		.toList();

	/** Whose values are secrets, by the end of the name. */
	private static final Pattern SECRET_OF_SPRING_BOOT = Pattern.compile("password|token|authorization|apikey");

	/**
	 * Heeded in the environment only: where Spring Boot looks for files, and what is that
	 * of the process that serves all jobs, or works for them.
	 */
	private static final List<ConfigurationPropertyName> TOO_LATE = Stream
		.of("spring.config", "spring.profiles", "bulk-checkout.serve", "bulk-checkout.worker", "bulk-checkout.page",
				"bulk-checkout.management")
		.map(ConfigurationPropertyName::of)
		.toList();

	private static final ConfigurationPropertyName DATABASE_URL = ConfigurationPropertyName.of("spring.datasource.url");

	private static final ConfigurationPropertyName SCHEDULE = ConfigurationPropertyName.of("bulk-checkout.schedule");

	private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&](password|sslpassword)=");

	/** Takes what stands elsewhere, and has no default of its own. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^:{}]+}");

	private final SettingNames names = SettingNames.load();

	private final List<String> faults = new ArrayList<>();

	private JobFile() {
	}

	/**
	 * Reads the documents of the file, in their order.
	 * @throws InvalidSettingException if the file cannot be read or says what nobody
	 * heeds
	 */
	static List<PropertySource<?>> read(JobText file) {
		List<PropertySource<?>> documents = load(file);
		JobFile job = new JobFile();
		documents.forEach(job::check);
		if (!job.faults.isEmpty()) {
			throw new InvalidSettingException(
					"the job file " + file.file() + " cannot be used:\n  " + String.join("\n  ", job.faults));
		}
		return documents;
	}

	/**
	 * Whether the file says something of a schedule: beside job files there may be
	 * others.
	 * @throws InvalidSettingException if it cannot be read
	 */
	static boolean hasSchedule(JobText file) {
		return load(file).stream()
			.map((document) -> Objects.requireNonNull(ConfigurationPropertySource.from(document)))
			.anyMatch((source) -> source.containsDescendantOf(SCHEDULE) == ConfigurationPropertyState.PRESENT);
	}

	private static List<PropertySource<?>> load(JobText file) {
		try {
			return new YamlPropertySourceLoader().load(NAME,
					new ByteArrayResource(file.text().getBytes(StandardCharsets.UTF_8), file.file().toString()));
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidSettingException("the job file " + file.file() + " cannot be read: " + ex.getMessage());
		}
	}

	private void check(PropertySource<?> document) {
		ConfigurationPropertySource source = Objects.requireNonNull(ConfigurationPropertySource.from(document));
		((IterableConfigurationPropertySource) source).forEach((name) -> {
			ConfigurationProperty given = Objects.requireNonNull(source.getConfigurationProperty(name));
			String fault = fault(name, given.getValue().toString().strip());
			if (!fault.isEmpty()) {
				this.faults.add(SettingRules.lineOf(given) + fault);
			}
		});
	}

	private String fault(ConfigurationPropertyName name, String value) {
		if (givesAway(name, value)) {
			return name + " holds a secret: give it in the environment or in a file of its own, as SECURITY.md says";
		}
		if (TOO_LATE.stream().anyMatch((prefix) -> prefix.isAncestorOf(name))) {
			return name + " is heeded in the environment only";
		}
		if (this.names.isGroup(name)) {
			return "the setting " + name + " takes no value of its own, but settings below it, each by its name";
		}
		if (this.names.contains(name) || isOfSpringBoot(name)) {
			return "";
		}
		return "there is no setting " + name + "; is " + this.names.nearest(name) + " meant?";
	}

	private static boolean isOfSpringBoot(ConfigurationPropertyName name) {
		return OF_SPRING_BOOT.stream().anyMatch((prefix) -> prefix.isAncestorOf(name));
	}

	/**
	 * Whether the setting is a secret, or holds one.
	 */
	private boolean givesAway(ConfigurationPropertyName name, String value) {
		if (name.equals(DATABASE_URL)) {
			return PASSWORD_IN_URL.matcher(value).find();
		}
		boolean secret = this.names.isSecret(name) || (isOfSpringBoot(name)
				&& SECRET_OF_SPRING_BOOT.matcher(name.getLastElement(ConfigurationPropertyName.Form.UNIFORM))
					.matches());
		return secret && !value.isEmpty() && !PLACEHOLDER.matcher(value).matches();
	}

}
