package dev.bulkcheckout.settings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.springframework.core.env.PropertyResolver;

/**
 * Whose carts a process can ask for.
 */
public final class Partner {

	private static final List<String> NAMES = List.of("tenant-id", "cloud", "base-url");

	private Partner() {
	}

	/**
	 * The partner's tenant, and where it is asked for: the same in all processes that may
	 * share a run.
	 */
	public static String of(PropertyResolver settings) {
		return NAMES.stream()
			.map((name) -> settings.getProperty("partner-center." + name, "").strip().toLowerCase(Locale.ROOT))
			.filter((value) -> !value.isEmpty())
			.collect(Collectors.joining(" "));
	}

}
