package dev.bulkcheckout;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The settings whose values must not stand where others see them.
 */
final class SecretSettings {

	private static final List<ConfigurationPropertyName> NAMES = Stream
		.of("partner-center.client-secret", "partner-center.client-certificate-password", "spring.datasource.password")
		.map(ConfigurationPropertyName::of)
		.toList();

	private static final ConfigurationPropertyName DATABASE_URL = ConfigurationPropertyName.of("spring.datasource.url");

	private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)[?&](password|sslpassword)=");

	/** Takes what stands elsewhere, and has no default of its own. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^:{}]+}");

	private SecretSettings() {
	}

	static boolean isSecret(ConfigurationPropertyName name) {
		return NAMES.contains(name);
	}

	/**
	 * Whether the setting gives a secret away: it is one, or holds one.
	 */
	static boolean givesAway(ConfigurationPropertyName name, @Nullable Object value) {
		String text = (value != null) ? value.toString().strip() : "";
		if (name.equals(DATABASE_URL)) {
			return PASSWORD_IN_URL.matcher(text).find();
		}
		return isSecret(name) && !text.isEmpty() && !PLACEHOLDER.matcher(text).matches();
	}

}
