package dev.bulkcheckout;

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import dev.bulkcheckout.cli.UsageException;
import dev.bulkcheckout.cli.Workplace;

/**
 * The workplace of a process of its own: settings from flags, job file, environment and
 * Spring's config data, in this order.
 */
final class LocalWorkplace implements Workplace {

	@Override
	public LocalSettings settings(Map<String, Object> flags, @Nullable Path jobFile) {
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
			// of two documents the later one counts
			JobFile.read(jobFile).forEach(sources::addFirst);
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
			if (SecretSettings.isSecret(ConfigurationPropertyName.adapt(property, '.'))) {
				throw new UsageException("a secret was given to the JVM as -D" + property
						+ ": other users see its arguments. Give it in the environment or, better, in a file");
			}
		}
	}

}
