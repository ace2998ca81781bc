package dev.bulkcheckout.settings;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The options of a run as a run keeps them: the value of every property by its name, also
 * where it is the default, so that they can be put over any environment.
 */
public final class EffectiveValues {

	private static final String PREFIX = "bulk-checkout";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private EffectiveValues() {
	}

	/**
	 * The values of all properties, in texts that are read back as they were.
	 * @return null for a property that has no value
	 */
	public static Map<String, @Nullable String> of(RunProperties options) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		collect(PREFIX, options, values);
		return values;
	}

	private static void collect(String name, @Nullable Object value, Map<String, @Nullable String> values) {
		if (value instanceof Record record && !(value instanceof MaxRefused || value instanceof SpendLimit)) {
			for (RecordComponent component : record.getClass().getRecordComponents()) {
				collect(name + "." + DataObjectPropertyName.toDashedForm(component.getName()),
						valueOf(component, record), values);
			}
		}
		else if (value instanceof List<?> list) {
			for (int i = 0; i < list.size(); i++) {
				collect(name + "[" + i + "]", list.get(i), values);
			}
		}
		else {
			values.put(name, (value != null) ? value.toString() : null);
		}
	}

	private static @Nullable Object valueOf(RecordComponent component, Record record) {
		try {
			return component.getAccessor().invoke(record);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The values as a run keeps them.
	 */
	public static String toJson(RunProperties options) {
		return JSON.writeValueAsString(of(options));
	}

	/**
	 * What a run kept, as it was; the default where a former version kept nothing.
	 */
	public static RunProperties fromJson(String json) {
		return read(kept(json));
	}

	/**
	 * What a run kept as a source to be put over all others.
	 */
	public static PropertySource<?> asSource(String name, String json) {
		return asSource(name, kept(json));
	}

	private static Map<String, @Nullable String> kept(String json) {
		Map<String, @Nullable String> kept = new LinkedHashMap<>();
		JSON.readTree(json).properties().forEach((value) -> kept.put(value.getKey(), value.getValue().asString("")));
		return kept;
	}

	private static MapPropertySource asSource(String name, Map<String, @Nullable String> kept) {
		Map<String, Object> texts = new LinkedHashMap<>();
		kept.forEach((key, value) -> texts.put(nameOf(key), (value != null) ? value : ""));
		return new MapPropertySource(name, texts);
	}

	/**
	 * Runs of former versions kept less, by names without a prefix, such as
	 * {@code reconcileFor}.
	 */
	private static String nameOf(String key) {
		if (key.startsWith(PREFIX)) {
			return key;
		}
		return PREFIX + "." + (key.equals("patience") ? "outage-timeout" : DataObjectPropertyName.toDashedForm(key));
	}

	/**
	 * The options that have the given values, and else their defaults.
	 */
	public static RunProperties read(Map<String, @Nullable String> kept) {
		return new Binder(new MapConfigurationPropertySource(asSource("kept", kept).getSource())).bindOrCreate(PREFIX,
				RunProperties.class);
	}

}
