package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.cli.Workplace;

/**
 * The workplace of a process of its own: settings from flags, job file, environment and
 * Spring's config data, in this order.
 */
final class LocalWorkplace implements Workplace {

	private static final List<ConfigurationPropertyName> SECRETS = Stream
		.of("partner-center.client-secret", "partner-center.client-certificate-password", "spring.datasource.password")
		.map(ConfigurationPropertyName::of)
		.toList();

	@Override
	public Settings settings(Map<String, Object> flags, @Nullable Path jobFile) {
		refuseSecretsOfTheCommandLine();
		ConfigurableEnvironment environment = new StandardEnvironment();
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(environment);
		}
		catch (ConfigDataException ex) {
			throw new UsageException(
					"the settings cannot be read: " + ex.getMessage() + "; check SPRING_CONFIG_IMPORT");
		}
		MutablePropertySources sources = environment.getPropertySources();
		if (jobFile != null) {
			load(jobFile).reversed().forEach(sources::addFirst);
		}
		sources.addFirst(new MapPropertySource("flags", flags));
		return new LocalSettings(environment);
	}

	/**
	 * A system property stands on the command line of the JVM, which every user of the
	 * machine sees.
	 */
	private static void refuseSecretsOfTheCommandLine() {
		for (String property : System.getProperties().stringPropertyNames()) {
			if (SECRETS.contains(ConfigurationPropertyName.adapt(property, '.'))) {
				throw new UsageException("a secret was given to the JVM as -D" + property
						+ ": other users see its arguments. Give it in the environment or, better, in a file");
			}
		}
	}

	private static List<PropertySource<?>> load(Path jobFile) {
		if (!Files.isRegularFile(jobFile)) {
			throw new UsageException("the job file " + jobFile + " is not there, or is no file");
		}
		try {
			return new YamlPropertySourceLoader().load("job file", new FileSystemResource(jobFile));
		}
		catch (IOException | RuntimeException ex) {
			throw new UsageException("the job file " + jobFile + " cannot be read: " + ex.getMessage());
		}
	}

}
