package dev.bulkcheckout.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.ParentContextApplicationContextInitializer;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.settings.GivenSettings;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.JobText;
import dev.bulkcheckout.settings.ManagementProperties;
import dev.bulkcheckout.settings.WebSettings;

/**
 * The Spring Boot applications of a command. Questions are answered by a small one with
 * the ledger; a launch adds another one with Spring Batch and Partner Center. Beans are
 * made when they are first asked for, so that a command pays for what it uses, and no
 * context opens anything by itself.
 */
public final class Application {

	private final Class<?> ledger;

	private final Class<?>[] launch;

	private final Class<?> page;

	private final Class<?> management;

	private final Map<String, Object> settings;

	/** What the process that serves gives to the contexts of its jobs, by its name. */
	private final Map<String, Object> given;

	private final boolean alone;

	/**
	 * Puts applications together of the given configuration classes.
	 * @param ledger of every command
	 * @param launch what a launch adds
	 * @param page what the page of {@code serve} adds
	 * @param management what its probes and metrics add
	 * @param settings what is set beside flags, job file and environment, by property
	 * name
	 */
	public Application(Class<?> ledger, Class<?>[] launch, Class<?> page, Class<?> management,
			Map<String, Object> settings) {
		this(ledger, launch, page, management, settings, Map.of(), true);
	}

	private Application(Class<?> ledger, Class<?>[] launch, Class<?> page, Class<?> management,
			Map<String, Object> settings, Map<String, Object> given, boolean alone) {
		this.ledger = ledger;
		this.launch = launch.clone();
		this.page = page;
		this.management = management;
		this.given = Map.copyOf(given);
		this.settings = Map.copyOf(settings);
		this.alone = alone;
	}

	/**
	 * The same for contexts of which several are open at a time: they leave alone how
	 * this process logs.
	 */
	public Application besideOthers() {
		return new Application(this.ledger, this.launch, this.page, this.management, this.settings, this.given, false);
	}

	/**
	 * The same that gives metrics of this process to the contexts of its jobs, which
	 * count in them.
	 * @param metrics null for none
	 */
	Application countingIn(@Nullable Object metrics) {
		return new Application(this.ledger, this.launch, this.page, this.management, this.settings,
				(metrics != null) ? Map.of("metricsOfTheProcess", metrics) : Map.of(), this.alone);
	}

	/**
	 * Reads the settings of a command and opens the context with the ledger; to be
	 * closed.
	 * @param flags settings that were given as flags
	 * @param jobFile a file of {@code jobs/}; null for none
	 * @throws dev.bulkcheckout.settings.InvalidSettingException if one cannot be used
	 */
	public ConfigurableApplicationContext ledger(Map<String, Object> flags, @Nullable Path jobFile,
			OperatorConsole console) {
		return ledger(flags, () -> (jobFile != null) ? JobText.read(jobFile) : null, console, Map.of());
	}

	/**
	 * The same for a job, as its file was when it was read for it.
	 */
	ConfigurableApplicationContext ledger(JobSettings job, Map<String, Object> flags, OperatorConsole console) {
		Map<String, Object> beans = new HashMap<>(this.given);
		beans.put("servedJob", job);
		return ledger(flags, job::source, console, beans);
	}

	private ConfigurableApplicationContext ledger(Map<String, Object> flags, Supplier<@Nullable JobText> job,
			OperatorConsole console, Map<String, Object> beans) {
		Map<String, Object> given = new LinkedHashMap<>(this.settings);
		given.putAll(flags);
		SpringApplication application = application(this.ledger);
		application.addBootstrapRegistryInitializer((registry) -> registry.register(GivenSettings.class,
				(context) -> new GivenSettings(given, job.get(), console::say)));
		application
			.addInitializers((context) -> context.getBeanFactory().registerSingleton("operatorConsole", console));
		application.addInitializers((context) -> beans.forEach(context.getBeanFactory()::registerSingleton));
		return application.run();
	}

	/**
	 * The context of a launch, under the settings of the one with the ledger; to be
	 * closed before it.
	 */
	public ConfigurableApplicationContext launch(ConfigurableApplicationContext ledger) {
		SpringApplication application = application(this.launch);
		// its settings have been read
		without(EnvironmentPostProcessorApplicationListener.class, application);
		application.setEnvironment(ledger.getEnvironment());
		application.addInitializers(new ParentContextApplicationContextInitializer(ledger));
		return application.run();
	}

	/**
	 * Opens the server of the page, in a context below that of the ledger; to be closed
	 * before it. How this process logs is left alone.
	 * @param scheduler of this process
	 */
	public ConfigurableApplicationContext page(ConfigurableApplicationContext ledger, JobScheduler scheduler) {
		return server(this.page, WebSettings.ofPage(ledger.getEnvironment()), ledger, scheduler);
	}

	/**
	 * Opens the server of probes and metrics likewise.
	 * @param properties with a port
	 */
	public ConfigurableApplicationContext management(ManagementProperties properties,
			ConfigurableApplicationContext ledger, JobScheduler scheduler) {
		return server(this.management, WebSettings.ofManagement(ledger.getEnvironment(), properties), ledger,
				scheduler);
	}

	private ConfigurableApplicationContext server(Class<?> configuration, ConfigurableEnvironment environment,
			ConfigurableApplicationContext ledger, JobScheduler scheduler) {
		SpringApplication application = besideOthers().application(configuration);
		without(EnvironmentPostProcessorApplicationListener.class, application);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setEnvironment(environment);
		application.addInitializers(new ParentContextApplicationContextInitializer(ledger));
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("jobScheduler", scheduler));
		return application.run();
	}

	private SpringApplication application(Class<?>... configuration) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		if (!this.alone) {
			without(LoggingApplicationListener.class, application);
		}
		return application;
	}

	private static void without(Class<?> listener, SpringApplication application) {
		application
			.setListeners(application.getListeners().stream().filter((each) -> !listener.isInstance(each)).toList());
	}

}
