package dev.bulkcheckout.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where settings come from, and what is said of those that are wrong.
 */
class SettingsTests {

	private final List<String> said = new ArrayList<>();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			BULK_CHECKOUT_CONCURENCY      | BULK_CHECKOUT_CONCURRENCY
			BULK_CHECKOUT_MAXREFUSED      | BULK_CHECKOUT_MAX_REFUSED
			BULK_CHECKOUT_PATIENSE        | BULK_CHECKOUT_OUTAGE_TIMEOUT
			PARTNER_CENTER_TENANT         | PARTNER_CENTER_TENANT_ID
			PARTNER_CENTER_CLIENT_SECRT   | PARTNER_CENTER_CLIENT_SECRET
			""")
	void misspeltVariableIsToldWithTheNearest(String misspelt, String meant) {
		environment(Map.of(misspelt, "5"), Map.of());
		assertThat(this.said).singleElement()
			.asString()
			.isEqualTo(
					"the environment's " + misspelt + " names no setting and is not heeded; is " + meant + " meant?");
	}

	@Test
	void linksOfServicesAndTheLaunchersVariablesAreNotTold() {
		Map<String, String> variables = new HashMap<>();
		variables.put("BULK_CHECKOUT_PORT", "tcp://10.0.0.7:8085");
		variables.put("BULK_CHECKOUT_PORT_8085_TCP", "tcp://10.0.0.7:8085");
		variables.put("BULK_CHECKOUT_PORT_8085_TCP_ADDR", "10.0.0.7");
		variables.put("BULK_CHECKOUT_PORT_8085_TCP_PORT", "8085");
		variables.put("BULK_CHECKOUT_PORT_8085_TCP_PROTO", "tcp");
		variables.put("BULK_CHECKOUT_SERVICE_HOST", "10.0.0.7");
		variables.put("BULK_CHECKOUT_SERVICE_PORT", "8085");
		variables.put("PARTNER_CENTER_SIMULATOR_SERVICE_PORT_HTTP", "8085");
		variables.put("BULK_CHECKOUT_TERMINAL", "false");
		variables.put("BULK_CHECKOUT_JAVA_OPTS", "-Xmx512m");
		environment(variables, Map.of());
		assertThat(this.said).isEmpty();
	}

	@Test
	void everySettingIsHeededAsAVariable() {
		Map<String, String> variables = new HashMap<>();
		SettingNames.load().all().forEach((name, setting) -> {
			if (!setting.isDeprecated()) {
				variables.put(SettingNames.variable(name), "1");
			}
		});
		environment(variables, Map.of());
		assertThat(variables).hasSizeGreaterThan(30);
		assertThat(this.said).isEmpty();
	}

	@Test
	void variableOfARuleIsBound() {
		RunProperties options = bound(Map.of("BULK_CHECKOUT_PRODUCT_RULES_0_OFFER", "DG7",
				"BULK_CHECKOUT_PRODUCT_RULES_0_SUBSCRIPTION", "true"), Map.of());
		assertThat(options.productRules()).containsExactly(new RunProperties.ProductRule("DG7", null, true));
		assertThat(this.said).isEmpty();
	}

	@Test
	void formerNameIsHeededAndToldWhereItStands() {
		RunProperties options = bound(Map.of("BULK_CHECKOUT_PATIENCE", "7m", "BULK_CHECKOUT_LOOK_MOST", "3"), Map.of());
		assertThat(options.outageTimeout()).isEqualTo(Duration.ofMinutes(7));
		assertThat(options.polling().maxReads()).isEqualTo(3);
		assertThat(this.said).containsExactlyInAnyOrder(
				"bulk-checkout.patience is called bulk-checkout.outage-timeout by now (BULK_CHECKOUT_PATIENCE in the environment)",
				"bulk-checkout.look.most is called bulk-checkout.polling.max-reads by now (BULK_CHECKOUT_LOOK_MOST in the environment)");
	}

	@Test
	void formerNameInAFlagsPlaceBeatsThePresentOneOfTheEnvironment() {
		assertThat(bound(Map.of("BULK_CHECKOUT_OUTAGE_TIMEOUT", "7m"), Map.of("bulk-checkout.patience", "8m"))
			.outageTimeout()).isEqualTo(Duration.ofMinutes(8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			textBlock = """
					BULK_CHECKOUT_CONCURRENCY  | 0    | bulk-checkout.concurrency must be from 1 to 10000, not "0" (BULK_CHECKOUT_CONCURRENCY in the environment)
					BULK_CHECKOUT_CONCURRENCY  | many | the setting bulk-checkout.concurrency is "many" (BULK_CHECKOUT_CONCURRENCY in the environment), but a whole number is expected
					BULK_CHECKOUT_STOP_GRACE   | 30   | the setting bulk-checkout.stop-grace is "30" (BULK_CHECKOUT_STOP_GRACE in the environment), but a duration such as 90s, 30m, 2h or PT2H is expected
					BULK_CHECKOUT_FIRST_LOOK   | 5    | the setting bulk-checkout.first-look is "5" (BULK_CHECKOUT_FIRST_LOOK in the environment), but a duration such as 90s, 30m, 2h or PT2H is expected
					BULK_CHECKOUT_RETRY_FIRST_PAUSE | 0s | bulk-checkout.retry.first-pause must be 1ms or more, not "0s" (BULK_CHECKOUT_RETRY_FIRST_PAUSE in the environment)
					""")
	void refusalNamesSettingAndVariable(String variable, String value, String refusal) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> bound(Map.of(variable, value), Map.of()))
			.withMessage(refusal);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					BULK_CHECKOUT_PLAN                 | true | --plan (what was planned is bought by one process)
					BULK_CHECKOUT_ALSO_RECONCILE_OLDER | true | --also-reconcile-older ('bulk-checkout reconcile' asks for those)
					BULK_CHECKOUT_REHEARSAL            | true | --simulator (which answers this process only)
					""",
			quoteCharacter = '"')
	void whatIsOneForTheRunIsNotSharedOutToWorkers(String variable, String value, String refusal) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> bound(Map.of(variable, value, "BULK_CHECKOUT_PARTITIONS", "4"), Map.of()))
			.withMessage("bulk-checkout.partitions must be 0 together with " + refusal
					+ ", not \"4\" (BULK_CHECKOUT_PARTITIONS in the environment)");
	}

	@Test
	void limitOfWhatMayBeSpentIsNotSharedOutToWorkers() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> bound(Map.of("BULK_CHECKOUT_PREFLIGHT", "true", "BULK_CHECKOUT_MAX_SPEND", "5:USD",
					"BULK_CHECKOUT_PARTITIONS", "4"), Map.of()))
			.withMessageStartingWith("bulk-checkout.partitions must be 0 together with --max-spend");
	}

	@Test
	void refusalNamesTheFlagAlsoWhereTheEnvironmentSaysTheSame() {
		Map<String, Object> flags = Map.of("bulk-checkout.concurrency",
				OriginTrackedValue.of("0", new FlagOrigin("--concurrency")));
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> bound(Map.of("BULK_CHECKOUT_CONCURRENCY", "0"), flags))
			.withMessage("--concurrency must be from 1 to 10000, not \"0\"");
	}

	@Test
	void emptyVariableIsNone() {
		RunProperties options = bound(
				Map.of("BULK_CHECKOUT_OUTPUT", "", "BULK_CHECKOUT_RATE", "", "BULK_CHECKOUT_STOP_AT", ""), Map.of());
		assertThat(options).isEqualTo(EffectiveValues.read(Map.of()));
	}

	@Test
	void rehearsalHasDefaultsOfItsOwnThatASettingBeats() {
		Map<String, Object> simulator = Map.of("bulk-checkout.rehearsal", "true");
		RunProperties options = bound(Map.of("BULK_CHECKOUT_RETRY_MAX_ATTEMPTS", "9"), simulator);
		assertThat(options.reconcileFor()).isEqualTo(Duration.ofSeconds(20));
		assertThat(options.retry()).isEqualTo(new RunProperties.Retry(9, Duration.ofMillis(200), Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofMinutes(2)));
		assertThat(bound(Map.of("BULK_CHECKOUT_RECONCILE_FOR", "3s"), simulator).reconcileFor())
			.isEqualTo(Duration.ofSeconds(3));
		assertThat(bound(Map.of(), Map.of()).reconcileFor()).isEqualTo(Duration.ofHours(1));
	}

	private RunProperties bound(Map<String, String> variables, Map<String, Object> flags) {
		return Settings.bind(environment(variables, flags), RunProperties.class);
	}

	private ConfigurableEnvironment environment(Map<String, String> variables, Map<String, Object> flags) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
		return Settings.apply(environment, new GivenSettings(flags, null, this.said::add));
	}

}
