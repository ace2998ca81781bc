package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.settings.Settings;

/**
 * The Spring contexts of a command. Questions are answered by a small one with the
 * ledger; a launch adds another one with Spring Batch and Partner Center. Beans are made
 * when they are first asked for, so that a command pays for what it uses, and no context
 * opens anything by itself.
 */
public final class Application {

	private final Class<?> ledger;

	private final Class<?>[] launch;

	private final Map<String, Object> settings;

	/**
	 * Puts contexts together of the given configuration classes.
	 * @param settings what is set beside flags, job file and environment, by property
	 * name
	 */
	public Application(Class<?> ledger, Class<?>[] launch, Map<String, Object> settings) {
		this.ledger = ledger;
		this.launch = launch.clone();
		this.settings = Map.copyOf(settings);
	}

	/**
	 * Reads the settings of a command, and heeds those of logging.
	 * @param flags settings that were given as flags
	 * @param jobFile a file of {@code jobs/}; null for none
	 * @throws dev.bulkcheckout.settings.InvalidSettingException if one cannot be used
	 */
	public ConfigurableEnvironment environment(Map<String, Object> flags, @Nullable Path jobFile,
			OperatorConsole console) {
		Map<String, Object> given = new LinkedHashMap<>(this.settings);
		given.putAll(flags);
		ConfigurableEnvironment environment = Settings.of(given, jobFile, console::say);
		Binder.get(environment)
			.bind("logging.level", Bindable.mapOf(String.class, LogLevel.class))
			.ifBound(Application::setLogLevels);
		return environment;
	}

	private static void setLogLevels(Map<String, LogLevel> levels) {
		LoggingSystem logging = LoggingSystem.get(Application.class.getClassLoader());
		levels.forEach((logger, level) -> logging
			.setLogLevel(logger.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME) ? null : logger, level));
	}

	/**
	 * The context with the ledger; to be closed.
	 */
	public ConfigurableApplicationContext ledger(ConfigurableEnvironment environment, OperatorConsole console) {
		AnnotationConfigApplicationContext context = context(environment, this.ledger);
		context.getBeanFactory().registerSingleton("operatorConsole", console);
		context.refresh();
		return context;
	}

	/**
	 * The context of a launch; to be closed before the one with the ledger.
	 */
	public ConfigurableApplicationContext launch(ConfigurableApplicationContext ledger) {
		AnnotationConfigApplicationContext context = context(ledger.getEnvironment(), this.launch);
		context.setParent(ledger);
		context.refresh();
		return context;
	}

	private static AnnotationConfigApplicationContext context(ConfigurableEnvironment environment,
			Class<?>... configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setEnvironment(environment);
		context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
		context.register(configuration);
		return context;
	}

}
