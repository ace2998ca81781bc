package dev.bulkcheckout.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * The settings of one command: flags beat the job file, the job file beats the
 * environment, and the environment beats Spring Boot's files.
 */
public final class Settings {

	/** Read by the launcher, or told by it. */
	private static final Set<String> OF_THE_LAUNCHER = Set.of("BULK_CHECKOUT_JAVA_OPTS", "BULK_CHECKOUT_TERMINAL");

	private static final Pattern SERVICE_LINK = Pattern
		.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)");

	/** What the settings of the command line are called among the property sources. */
	private static final String FLAGS = "flags";

	static {
		// Spring Boot's binders share a converter whose first use must not be by two
		// threads
		// at once: one of them finds no way to a path then
		new Binder(new MapConfigurationPropertySource(Map.of("path", "."))).bind("path", Path.class);
	}

	private final Consumer<String> say;

	/** Read when it is needed: most commands need it only for what is wrong. */
	private @Nullable SettingNames names;

	private final ConfigurableEnvironment environment;

	private final MutablePropertySources sources;

	private Settings(ConfigurableEnvironment environment, Consumer<String> say) {
		this.environment = environment;
		this.sources = environment.getPropertySources();
		this.say = say;
	}

	/**
	 * Adds the settings of a command.
	 * @return the environment
	 * @throws InvalidSettingException if a source cannot be read or says what nobody
	 * heeds
	 */
	public static ConfigurableEnvironment apply(ConfigurableEnvironment environment, GivenSettings given) {
		Settings settings = new Settings(environment, given.say());
		settings.refuseSecretsOfTheCommandLine();
		if (given.job() != null) {
			// of two documents the later one counts
			JobFile.read(given.job()).forEach(settings.sources::addFirst);
		}
		settings.sources.addFirst(new OriginTrackedMapPropertySource(FLAGS, given.flags()));
		settings.heedFormerNames();
		settings.tellOfVariablesThatNobodyHeeds();
		ConfigurationPropertySources.attach(settings.environment);
		if (Boolean.parseBoolean(settings.environment.getProperty("bulk-checkout.rehearsal"))) {
			settings.addRehearsalDefaults();
		}
		settings.addLoggingDefaults();
		return settings.environment;
	}

	/**
	 * The settings of a job of {@code serve}: its file over those of the process.
	 * @throws InvalidSettingException if the file cannot be read or says what nobody
	 * heeds
	 */
	static ConfigurableEnvironment ofJob(ConfigurableEnvironment environment, JobText file) {
		ConfigurableEnvironment job = new StandardEnvironment();
		MutablePropertySources sources = job.getPropertySources();
		List.copyOf(sources.stream().toList()).forEach((source) -> sources.remove(source.getName()));
		environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.forEach(sources::addLast);
		JobFile.read(file).forEach((document) -> {
			if (sources.contains(FLAGS)) {
				sources.addAfter(FLAGS, document);
			}
			else {
				sources.addFirst(document);
			}
		});
		ConfigurationPropertySources.attach(job);
		return job;
	}

	/**
	 * Binds settings outside of a context: what must be right before anything is opened.
	 * @param type a record with {@link ConfigurationProperties}
	 * @throws InvalidSettingException if one is missing or nonsense
	 */
	public static <T> T bind(ConfigurableEnvironment environment, Class<T> type) {
		ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
		try {
			return Binder.get(environment).bindOrCreate(properties.value(), Bindable.of(type), new SettingRules());
		}
		catch (BindException ex) {
			throw InvalidSettingException.in(ex).orElseThrow(() -> ex);
		}
	}

	/**
	 * A system property stands on the command line of the JVM, which every user of the
	 * machine sees.
	 */
	private void refuseSecretsOfTheCommandLine() {
		for (String property : System.getProperties().stringPropertyNames()) {
			if ((isOurs(property) || property.toLowerCase(Locale.ROOT).startsWith("spring"))
					&& names().isSecret(ConfigurationPropertyName.adapt(property, '.'))) {
				throw new InvalidSettingException("a secret was given to the JVM as -D" + property
						+ ": other users see its arguments. Give it in the environment or, better, in a file");
			}
		}
	}

	/**
	 * Gives each setting that stands somewhere by its former name its present one there.
	 */
	private void heedFormerNames() {
		for (PropertySource<?> source : List.copyOf(this.sources.stream().toList())) {
			if (!(source instanceof EnumerablePropertySource<?> enumerable)
					|| Arrays.stream(enumerable.getPropertyNames()).noneMatch(Settings::isOurs)) {
				continue;
			}
			ConfigurationPropertySource settings = Objects.requireNonNull(ConfigurationPropertySource.from(source));
			Map<String, Object> renamed = new LinkedHashMap<>();
			names().renamed().forEach((formerly, now) -> {
				ConfigurationProperty given = settings.getConfigurationProperty(formerly);
				if (given != null) {
					renamed.put(now.toString(),
							OriginTrackedValue.of(given.getValue(), new RenamedOrigin(formerly, given.getOrigin())));
					this.say.accept(formerly + " is called " + now + " by now" + SettingRules.place(given));
				}
			});
			if (!renamed.isEmpty()) {
				this.sources.addAfter(source.getName(),
						new OriginTrackedMapPropertySource(source.getName() + " (former names)", renamed));
			}
		}
	}

	/**
	 * Tells of variables that look like settings and are none.
	 */
	private void tellOfVariablesThatNobodyHeeds() {
		PropertySource<?> variables = this.sources.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		((Map<?, ?>) Objects.requireNonNull(variables).getSource()).forEach((name, value) -> {
			String variable = name.toString();
			if (isOurs(variable) && !isOfAService(variable, value.toString())) {
				String nearest = names().nearestVariable(variable, value);
				if (!nearest.isEmpty()) {
					this.say.accept("the environment's " + variable + " names no setting and is not heeded; is "
							+ nearest + " meant?");
				}
			}
		});
	}

	/**
	 * Whether it is a link of Kubernetes to a service that is called like us.
	 */
	private static boolean isOfAService(String variable, String value) {
		return value.matches("(tcp|udp|sctp)://.*") || SERVICE_LINK.matcher(variable).matches();
	}

	private static boolean isOurs(String property) {
		String plain = property.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
		return (plain.startsWith("bulkcheckout") || plain.startsWith("partnercenter"))
				&& !OF_THE_LAUNCHER.contains(property);
	}

	private SettingNames names() {
		if (this.names == null) {
			this.names = SettingNames.load();
		}
		return this.names;
	}

	/**
	 * Who wants a log wants each cart and each decision in it; a file keeps them from the
	 * terminal.
	 */
	private void addLoggingDefaults() {
		boolean file = this.environment.containsProperty("logging.file.name");
		if (file || this.environment.containsProperty("logging.structured.format.console")) {
			this.sources.addLast(new MapPropertySource("logging", Map.of("logging.level.dev.bulkcheckout", "INFO",
					"logging.threshold.console", file ? "WARN" : "TRACE")));
		}
	}

	private void addRehearsalDefaults() {
		try {
			new YamlPropertySourceLoader().load("rehearsal", new ClassPathResource("rehearsal.yaml"))
				.forEach(this.sources::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
