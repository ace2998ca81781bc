package dev.bulkcheckout;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

import dev.bulkcheckout.job.JobSettings;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;

/**
 * The names of all settings that somebody reads, seen by letting the types that read them
 * look into a file.
 */
final class KnownSettings {

	private static final Map<Class<?>, ConfigurationPropertyName> READERS = readers();

	private final Set<ConfigurationPropertyName> names = new TreeSet<>();

	private KnownSettings() {
	}

	private static Map<Class<?>, ConfigurationPropertyName> readers() {
		Map<Class<?>, ConfigurationPropertyName> readers = new LinkedHashMap<>();
		readers.put(RunSettings.class, ConfigurationPropertyName.of("bulk-checkout"));
		readers.put(JobSettings.class, ConfigurationPropertyName.of("bulk-checkout"));
		readers.put(PartnerCenterProperties.class, ConfigurationPropertyName.of("partner-center"));
		readers.put(LedgerSettings.class, ConfigurationPropertyName.of("spring.datasource"));
		return readers;
	}

	/**
	 * What is looked for in the given sources; names of elements and of nested settings
	 * only as far as the sources go into them.
	 */
	static KnownSettings in(List<ConfigurationPropertySource> sources) {
		KnownSettings known = new KnownSettings();
		Binder binder = new Binder(sources);
		READERS.forEach((type, prefix) -> binder.bind(prefix, Bindable.of(type), known.collector()));
		return known;
	}

	private BindHandler collector() {
		return new BindHandler() {
			@Override
			public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
				if (context.getDepth() > 0) {
					KnownSettings.this.names.add(name);
				}
				return target;
			}

			@Override
			public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Exception error) {
				// values are for those who use them to judge
				return null;
			}
		};
	}

	/**
	 * Whether somebody reads settings below the given name.
	 */
	static boolean isOurs(ConfigurationPropertyName name) {
		return READERS.values().stream().anyMatch((prefix) -> prefix.isAncestorOf(name));
	}

	boolean contains(ConfigurationPropertyName name) {
		return this.names.contains(name);
	}

	/**
	 * The known name that looks most like the given one. A name without its prefix is
	 * compared with the ends of the known ones.
	 */
	ConfigurationPropertyName nearest(ConfigurationPropertyName unknown) {
		String text = unknown.toString();
		Comparator<ConfigurationPropertyName> byDistance = Comparator
			.comparingInt((known) -> distance(text, end(known, unknown.getNumberOfElements())));
		return this.names.stream().min(byDistance).orElseThrow();
	}

	private static String end(ConfigurationPropertyName known, int elements) {
		int skipped = Math.max(0, known.getNumberOfElements() - elements);
		return known.subName(skipped).toString();
	}

	/**
	 * Levenshtein's: how many letters to add, take away or change.
	 */
	private static int distance(String one, String other) {
		int[] before = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			before[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] now = new int[other.length() + 1];
			now[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int changed = before[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
			}
			before = now;
		}
		return before[other.length()];
	}

}
