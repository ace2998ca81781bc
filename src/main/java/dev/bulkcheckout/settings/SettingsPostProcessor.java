package dev.bulkcheckout.settings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Puts flags and job file over what Spring Boot has read, and checks what was set.
 */
final class SettingsPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final BootstrapContext bootstrap;

	SettingsPostProcessor(BootstrapContext bootstrap) {
		this.bootstrap = bootstrap;
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		GivenSettings given = this.bootstrap.getOrElse(GivenSettings.class, null);
		if (given != null) {
			Settings.apply(environment, given);
		}
	}

}
