package dev.bulkcheckout.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * What holds for every setting: a duration says its unit, and a refusal names the
 * setting, its value, what set it, and what is expected instead.
 */
public final class SettingRules extends AbstractBindHandler {

	private static final Map<Class<?>, String> EXPECTED = Map.of(Integer.class, "a whole number", Long.class,
			"a whole number", Double.class, "a number", Boolean.class, "true or false", Duration.class,
			"a duration such as 90s, 30m, 2h or PT2H", LocalTime.class, "a time of day such as \"06:00\" (in quotes)",
			ZoneId.class, "a time zone such as Europe/Berlin", Path.class, "a path", MaxRefused.class,
			"a number of carts (100) or a share of them (20%)", SpendLimit.class,
			"an amount with its currency, such as 5000:USD or 500:USD:per-customer");

	/**
	 * The rules alone.
	 */
	public SettingRules() {
		this(BindHandler.DEFAULT);
	}

	/**
	 * The rules before what another handler does.
	 */
	public SettingRules(BindHandler parent) {
		super(parent);
	}

	/**
	 * Refuses durations without a unit, which Spring Boot takes for milliseconds and an
	 * operator for seconds or minutes.
	 */
	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		ConfigurationProperty given = context.getConfigurationProperty();
		if (result instanceof Duration duration && !duration.isZero() && given != null && given.getName().equals(name)
				&& given.getValue().toString().strip().matches("[-+]?\\d+")) {
			throw new IllegalArgumentException("a duration without a unit");
		}
		return super.onSuccess(name, target, context, result);
	}

	/**
	 * Turns a fault into a refusal for the operator. Values are shown: none of the
	 * settings that are bound to something else than text is a secret.
	 */
	@Override
	public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
			throws Exception {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidSettingException) {
				throw error;
			}
			if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
				throw new InvalidSettingException(words(invalid, given(invalid.getName(), context)), error);
			}
		}
		throw new InvalidSettingException(words(name, target, context.getConfigurationProperty(), error), error);
	}

	private static @Nullable ConfigurationProperty given(String name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty given = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
			if (given != null) {
				return given;
			}
		}
		return null;
	}

	private static String words(InvalidConfigurationPropertyValueException invalid,
			@Nullable ConfigurationProperty given) {
		return (given == null) ? invalid.getName() + " " + invalid.getReason()
				: "%s %s, not \"%s\"%s".formatted(nameOf(given), invalid.getReason(), given.getValue(), place(given));
	}

	private static String words(ConfigurationPropertyName name, Bindable<?> target,
			@Nullable ConfigurationProperty given, Exception error) {
		if (given != null && given.getName().equals(name)) {
			ResolvableType whole = target.getType();
			Class<?> type = (whole.hasGenerics() ? whole.getGeneric(0) : whole).resolve(Object.class);
			return "the setting %s is \"%s\"%s, but %s is expected".formatted(nameOf(given), given.getValue(),
					place(given),
					type.isEnum() ? "one of " + StringUtils.arrayToDelimitedString(type.getEnumConstants(), ", ")
							: EXPECTED.getOrDefault(ClassUtils.resolvePrimitiveIfNecessary(type), "something else"));
		}
		Throwable root = NestedExceptionUtils.getMostSpecificCause(error);
		return (root instanceof ConverterNotFoundException)
				? "the setting " + name + " takes no value of its own, but settings below it, each by its name"
				: "the setting " + name + " cannot be used: " + root.getMessage();
	}

	/**
	 * As the operator wrote it: a flag, or a name that the setting had formerly.
	 */
	private static String nameOf(ConfigurationProperty given) {
		return switch (inner(given.getOrigin())) {
			case FlagOrigin flag -> flag.flag();
			case RenamedOrigin renamed -> renamed.formerly().toString();
			case null, default -> given.getName().toString();
		};
	}

	/**
	 * Where a setting stands, in parentheses after a blank; empty if its name says it.
	 */
	static String place(ConfigurationProperty given) {
		String place = place(given.getOrigin());
		return place.isEmpty() ? "" : " (" + place + ")";
	}

	/**
	 * The line of a file in front of what is said of it; empty for settings of elsewhere.
	 */
	static String lineOf(ConfigurationProperty given) {
		return (inner(given.getOrigin()) instanceof TextResourceOrigin text && text.getLocation() != null)
				? "line " + (text.getLocation().getLine() + 1) + ": " : "";
	}

	private static String place(@Nullable Origin origin) {
		Origin inner = inner(origin);
		if (inner instanceof RenamedOrigin renamed) {
			return place(renamed.origin());
		}
		if (!(origin instanceof PropertySourceOrigin in)) {
			return "";
		}
		String source = in.getPropertySource().getName();
		if (inner instanceof TextResourceOrigin text && text.getLocation() != null) {
			return "line %d of %s".formatted(text.getLocation().getLine() + 1,
					source.startsWith(JobFile.NAME) ? "the job file" : source);
		}
		return switch (source) {
			case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME ->
				in.getPropertyName() + " in the environment";
			case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> "-D" + in.getPropertyName();
			default -> "";
		};
	}

	private static @Nullable Origin inner(@Nullable Origin origin) {
		Origin inner = origin;
		while (inner instanceof PropertySourceOrigin wrapped) {
			inner = wrapped.getOrigin();
		}
		return inner;
	}

}
