package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A job file says nothing that nobody heeds.
 */
class JobFileRefusalTests {

	private final List<String> said = new ArrayList<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "bulk-checkout.concurency, bulk-checkout.concurrency",
			"bulk-checkout.look.frist, bulk-checkout.polling.first-pause",
			"bulk-checkout.repeat.max-attemps, bulk-checkout.retry.max-attempts",
			"bulk-chekout.rate, bulk-checkout.rate", "concurrency, bulk-checkout.concurrency",
			"max-refused, bulk-checkout.max-refused", "partner-center.tenant, partner-center.tenant-id",
			"partnr-center.client-id, partner-center.client-id", "spring.datasource.ulr, spring.datasource.url" })
	void misspeltSettingIsRefusedWithTheNearest(String misspelt, String meant) {
		assertRefused("bulk-checkout.patience: 30m\n\n" + misspelt + ": 64", "job.yaml",
				"line 3: there is no setting " + misspelt + "; is " + meant + " meant?");
	}

	@Test
	void otherSpellingsOfAKnownNamePass() {
		assertThatCode(() -> read("bulk-checkout.maxRefused: 10%\nbulk_checkout.stopat: \"06:00\""))
			.doesNotThrowAnyException();
	}

	@Test
	void everyMisspeltSettingIsNamedAtOnce() {
		assertRefused("""
				bulk-checkout:
				  concurency: 64
				  rate: 10
				partner-center:
				  cluod: china
				""", "line 2: there is no setting bulk-checkout.concurency",

				"line 5: there is no setting partner-center.cluod; is partner-center.cloud meant?");
	}

	@Test
	void misspeltPartOfARuleIsRefused() {
		assertRefused("""
				bulk-checkout.product-rules:
				  - name: Reserved VM Instance
				    subscripton: false
				""",
				"bulk-checkout.product-rules[0].subscripton; is bulk-checkout.product-rules[0].subscription meant?");
	}

	@Test
	void settingsOfSpringBootThatAreHeededPass() throws IOException {
		assertThatCode(() -> read("""
				logging.level.org.springframework.batch: debug
				spring.datasource.url: jdbc:postgresql://db.example.com/bulk_checkout
				spring.mail.host: smtp.example.com
				management.otlp.metrics.export.url: https://collector.example.com/v1/metrics
				""")).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.mail.password: hunter2",
			"management.prometheus.metrics.export.pushgateway.password: hunter2",
			"management.otlp.metrics.export.headers.authorization: Bearer hunter2" })
	void secretOfSpringBootIsRefused(String line) {
		assertRefused(line, line.substring(0, line.indexOf(':')) + " holds a secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.batch.jdbc.table-prefix: B_", "spring.main.banner-mode: console", "debug: true",
			"logging.config: my-logback.xml" })
	void settingOfSpringBootThatNobodyHeedsIsRefused(String line) {
		assertRefused(line, "there is no setting " + line.substring(0, line.indexOf(':')));
	}

	@Test
	void whatOnlyTheEnvironmentCanSayIsRefused() {
		assertRefused("spring.config.import: configtree:/run/secrets/",
				"spring.config.import is heeded in the environment only");
		assertRefused("bulk-checkout.serve.poll: 1s", "bulk-checkout.serve.poll is heeded in the environment only");
	}

	@ParameterizedTest
	@ValueSource(strings = { "partner-center.client-secret: hush-hush", "partner-center.clientSecret: hush-hush",
			"partner-center.client-certificate-password: hush-hush", "spring.datasource.password: hush-hush",
			"partner-center.client-secret: ${SECRET:hush-hush}",
			"spring.datasource.url: jdbc:postgresql://db.example.com/x?user=y&password=hush-hush" })
	void secretIsRefusedAndNotRepeated(String line) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(line))
			.satisfies((refusal) -> assertThat(refusal.getMessage()).contains("holds a secret")
				.containsIgnoringCase(line.substring(0, line.indexOf(':')))
				.doesNotContain("hush-hush"));
	}

	@Test
	void secretThatStandsElsewherePasses() {
		assertThatCode(() -> read("partner-center.client-secret: ${OUR_SECRET}\nspring.datasource.password: \"\""))
			.doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bulk-checkout.concurrency: many  | bulk-checkout.concurrency is "many" | a whole number
			bulk-checkout.rate: fast         | bulk-checkout.rate is "fast"        | a number
			bulk-checkout.patience: 30       | bulk-checkout.patience is "30"      | a duration such as 90s
			bulk-checkout.lease-life: 1 week | bulk-checkout.lease-life is "1 week" | a duration such as 90s
			bulk-checkout.stop-at: 22:30     | bulk-checkout.stop-at is "1350"     | "06:00" (in quotes)
			bulk-checkout.rehearsal: perhaps | bulk-checkout.rehearsal is "perhaps" | true or false
			""")
	void wrongValueIsShownWithItsPlaceAndWhatIsExpected(String line, String wrong, String expected) throws IOException {
		ConfigurableEnvironment settings = read("# nightly\n" + line);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> {
			Settings.bind(settings, RunProperties.class);
			Settings.bind(settings, LedgerProperties.class);
		}).withMessageContainingAll("the setting " + wrong, "line 2 of the job file", expected);
	}

	@Test
	void valueInPlaceOfSettingsIsRefused() throws IOException {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read("bulk-checkout.look: 5s"))
			.withMessageEndingWith(
					"the setting bulk-checkout.look takes no value of its own, but settings below it, each by its name");
	}

	@Test
	void ofTwoDocumentsTheLaterOneCounts() throws IOException {
		RunProperties options = Settings.bind(read("bulk-checkout.concurrency: 1\n---\nbulk-checkout.concurrency: 2\n"),
				RunProperties.class);
		assertThat(options.concurrency()).isEqualTo(2);
	}

	@Test
	void durationsAndTimesAreRead() throws IOException {
		RunProperties options = Settings.bind(read("bulk-checkout.patience: 90s\nbulk-checkout.stop-at: \"06:00\""),
				RunProperties.class);
		assertThat(options.outageTimeout()).isEqualTo(Duration.ofSeconds(90));
		assertThat(options.stopAt()).isEqualTo(LocalTime.of(6, 0));
	}

	private void assertRefused(String yaml, String... words) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(yaml))
			.withMessageContainingAll(words);
	}

	private ConfigurableEnvironment read(String yaml) throws IOException {
		Path file = Files.writeString(this.directory.resolve("job.yaml"), yaml);
		return Settings.apply(new StandardEnvironment(),
				new GivenSettings(Map.of(), JobText.read(file), this.said::add));
	}

}
