package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file in {@code jobs/} names every setting that there is and none that is not, those
 * that are switched off included.
 */
class JobFileTests {

	private static final Path FILE = Path.of("jobs", "nightly-checkout.yaml");

	private static final Set<String> SECRETS = Set.of("partner-center.client-secret",
			"partner-center.client-certificate-password", "spring.datasource.password",
			"bulk-checkout.notification.webhook.secret");

	@Test
	void namesEverySettingButSecrets() throws IOException {
		Set<String> settings = SettingNames.load()
			.all()
			.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().isDeprecated())
			.map((entry) -> entry.getKey().toString().replaceFirst("\\[.*", ""))
			// of the processes that serve all jobs, or work for them
			.filter((name) -> !name.matches("bulk-checkout\\.(serve|worker|page|management)\\..*"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(settings).hasSizeGreaterThan(30).containsAll(SECRETS);
		settings.removeAll(SECRETS);
		assertThat(keys(everySetting())).isEqualTo(settings);
	}

	@Test
	void isAcceptedWithEverySetting(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("every.yaml"), withEverySetting());
		assertThat(JobFile.read(JobText.read(file))).hasSize(1);
		assertThat(JobFile.read(JobText.read(FILE))).hasSize(1);
	}

	@Test
	void asItStandsItChangesNoDefault() throws IOException {
		RunProperties options = bind(asItStands(), RunProperties.class);
		assertThat(options).isEqualTo(defaults(RunProperties.class));
	}

	@Test
	void showsTheDefaultsOfTheJob() throws IOException {
		assertThat(bind(everySetting(), LedgerProperties.class)).usingRecursiveComparison()
			// without a default: a ledger that is elsewhere is found
			.ignoringFields("schema")
			.isEqualTo(defaults(LedgerProperties.class));
	}

	@Test
	void showsTheDefaultsOfARun() throws IOException {
		RunProperties shown = bind(everySetting(), RunProperties.class);
		RunProperties defaults = defaults(RunProperties.class);
		assertThat(shown).usingRecursiveComparison()
			// without a default: an example is shown
			.ignoringFields("output", "rate", "stopAt", "productRules")
			.isEqualTo(defaults);
		assertThat(shown.productRules()).hasSize(2);
	}

	@Test
	void showsTheDefaultsOfPartnerCenter() throws IOException {
		Map<String, Object> given = values(everySetting());
		PartnerCenterProperties shown = partnerCenter(Stream
			.of("cloud", "base-url", "authority", "resource", "connect-timeout", "read-timeout", "renew-token-before")
			.map((name) -> "partner-center." + name)
			.collect(Collectors.toMap((name) -> name, given::get)));
		assertThat(shown.toString()).isEqualTo(partnerCenter(Map.of()).toString());
	}

	private static PartnerCenterProperties partnerCenter(Map<String, Object> given) {
		Map<String, Object> all = new HashMap<>(given);
		all.put("partner-center.tenant-id", "contoso.onmicrosoft.com");
		all.put("partner-center.client-id", "the-application");
		all.put("partner-center.client-secret", "not-a-secret");
		return PartnerCenterProperties.from(new Binder(new MapConfigurationPropertySource(all)));
	}

	private static <T> T bind(EnumerablePropertySource<?> file, Class<T> type) {
		return new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(file))).bindOrCreate("bulk-checkout",
				type);
	}

	private static <T> T defaults(Class<T> type) {
		return new Binder().bindOrCreate("bulk-checkout", type);
	}

	private static EnumerablePropertySource<?> asItStands() throws IOException {
		return load(Files.readString(FILE));
	}

	/**
	 * With the settings that are switched off, which have no blank after their "#".
	 */
	private static EnumerablePropertySource<?> everySetting() throws IOException {
		return load(withEverySetting());
	}

	private static String withEverySetting() throws IOException {
		return Files.readString(FILE)
			.lines()
			.map((line) -> line.replaceFirst("^#(?=\\S|  )", ""))
			.collect(Collectors.joining("\n"));
	}

	private static EnumerablePropertySource<?> load(String yaml) throws IOException {
		return (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
			.load("job file", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
	}

	private static Map<String, Object> values(EnumerablePropertySource<?> file) {
		return Arrays.stream(file.getPropertyNames())
			.collect(Collectors.toMap((name) -> name, (name) -> String.valueOf(file.getProperty(name))));
	}

	private static Set<String> keys(EnumerablePropertySource<?> file) {
		return Arrays.stream(file.getPropertyNames())
			.map((name) -> name.replaceFirst("\\[.*", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
