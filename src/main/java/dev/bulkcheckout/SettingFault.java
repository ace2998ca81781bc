package dev.bulkcheckout;

import java.time.Duration;
import java.time.LocalTime;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.ClassUtils;

import dev.bulkcheckout.cli.UsageException;

/**
 * What is wrong with a setting: which one, where it stands, its value, and what is
 * expected instead.
 */
final class SettingFault {

	private SettingFault() {
	}

	/**
	 * Refuses durations without a unit, which Spring Boot takes for milliseconds and an
	 * operator for seconds or minutes.
	 */
	static BindHandler unitsAreSaid() {
		return new BindHandler() {
			@Override
			public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				ConfigurationProperty given = context.getConfigurationProperty();
				if (result instanceof Duration duration && !duration.isZero() && given != null
						&& given.getName().equals(name) && given.getValue().toString().strip().matches("[-+]?\\d+")) {
					throw new IllegalArgumentException("a duration without a unit");
				}
				return result;
			}
		};
	}

	/**
	 * The refusal for the operator. Values are shown: none of the settings that are bound
	 * to something else than text is a secret.
	 */
	static UsageException of(BindException ex) {
		ConfigurationProperty given = ex.getProperty();
		if (given == null || !given.getName().equals(ex.getName())) {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			if (root instanceof ConverterNotFoundException) {
				return new UsageException("the setting " + ex.getName()
						+ " takes no value of its own, but settings below it, each by its name");
			}
			// says which one by itself
			return new UsageException(String.valueOf(root.getMessage()));
		}
		return new UsageException("the setting %s is \"%s\"%s, but %s is expected".formatted(ex.getName(),
				given.getValue(), place(given), expected(ex.getTarget().getType().resolve(Object.class))));
	}

	private static String place(ConfigurationProperty given) {
		OptionalInt line = Places.line(given.getOrigin());
		return line.isPresent() ? " (line %d of the job file)".formatted(line.getAsInt()) : "";
	}

	private static String expected(@Nullable Class<?> type) {
		Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary((type != null) ? type : Object.class);
		if (wanted == Integer.class || wanted == Long.class) {
			return "a whole number";
		}
		if (wanted == Double.class) {
			return "a number";
		}
		if (wanted == Boolean.class) {
			return "true or false";
		}
		if (wanted == Duration.class) {
			return "a duration such as 90s, 30m, 2h or PT2H";
		}
		if (wanted == LocalTime.class) {
			return "a time of day such as \"06:00\" (in quotes)";
		}
		return "something else";
	}

}
