package dev.bulkcheckout.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * The settings of the servers of {@code serve}, in Spring Boot's own names: what is fixed
 * stands in {@code web.yaml}, the rest follows from ours.
 */
public final class WebSettings {

	private static final int REST_OF_A_FORM = 100_000;

	private WebSettings() {
	}

	/**
	 * Those of the page.
	 * @param environment of the ledger's context
	 * @throws InvalidSettingException if one makes no sense
	 */
	public static ConfigurableEnvironment ofPage(ConfigurableEnvironment environment) {
		PageProperties page = Settings.bind(environment, PageProperties.class);
		Map<String, Object> settings = new HashMap<>();
		settings.put("server.address", page.address());
		settings.put("server.port", page.port());
		settings.put("server.forward-headers-strategy", page.behindProxy() ? "native" : "none");
		settings.put("spring.servlet.multipart.max-file-size", page.largestUpload());
		settings.put("spring.servlet.multipart.max-request-size", page.largestUpload().toBytes() + REST_OF_A_FORM);
		// what is too large is read to its end, so that whoever sends it reads the answer
		settings.put("server.tomcat.max-swallow-size", 2 * page.largestUpload().toBytes());
		settings.put("management.endpoints.web.exposure.include", "health");
		settings.put("server.servlet.session.timeout", page.sessionTimeout().toSeconds() + "s");
		settings.put("server.servlet.session.cookie.name",
				page.isSeenByHttps() ? "__Host-bulk-checkout" : "bulk-checkout");
		settings.put("server.servlet.session.cookie.secure", page.isSeenByHttps());
		// the answer of an OpenID provider comes from another site
		settings.put("server.servlet.session.cookie.same-site", (page.oidc() != null) ? "lax" : "strict");
		if (page.isHttps()) {
			settings.put("server.ssl.bundle", "page");
			settings.put("spring.ssl.bundle.pem.page.reload-on-update", true);
			settings.put("spring.ssl.bundle.pem.page.keystore.certificate", "file:" + page.certificate());
			settings.put("spring.ssl.bundle.pem.page.keystore.private-key", "file:" + page.certificateKey());
		}
		return over(environment, settings);
	}

	/**
	 * Those of probes and metrics.
	 * @param environment of the ledger's context
	 */
	public static ConfigurableEnvironment ofManagement(ConfigurableEnvironment environment,
			ManagementProperties management) {
		Map<String, Object> settings = new HashMap<>();
		settings.put("server.address", (management.address() != null) ? management.address() : "0.0.0.0");
		settings.put("server.port", Objects.requireNonNull(management.port()));
		settings.put("management.endpoints.web.exposure.include", "health,prometheus");
		return over(environment, settings);
	}

	private static ConfigurableEnvironment over(ConfigurableEnvironment environment, Map<String, Object> settings) {
		ConfigurableEnvironment web = new StandardEnvironment();
		MutablePropertySources sources = web.getPropertySources();
		List.copyOf(sources.stream().toList()).forEach((source) -> sources.remove(source.getName()));
		sources.addLast(new MapPropertySource("server", settings));
		try {
			for (PropertySource<?> fixed : new YamlPropertySourceLoader().load("web",
					new ClassPathResource("web.yaml"))) {
				sources.addLast(fixed);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.forEach(sources::addLast);
		ConfigurationPropertySources.attach(web);
		return web;
	}

}
