package dev.bulkcheckout;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;

import dev.bulkcheckout.cli.Cli;
import dev.bulkcheckout.settings.GivenSettings;
import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Isolated("sets properties of the JVM")
class ArgumentsTests {

	private static final String[] NAMES = { "partner-center.client-secret", "partnerCenter.clientSecret",
			"PARTNER-CENTER.CLIENT-CERTIFICATE-PASSWORD", "spring.datasource.password" };

	@AfterEach
	void clear() {
		for (String name : NAMES) {
			System.clearProperty(name);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "partner-center.client-secret", "partnerCenter.clientSecret",
			"PARTNER-CENTER.CLIENT-CERTIFICATE-PASSWORD", "spring.datasource.password" })
	void aSecretOnTheJvmsCommandLineIsRefusedAndNotRepeated(String name) {
		System.setProperty(name, "hush-hush");
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(
				() -> Settings.apply(new StandardEnvironment(), new GivenSettings(Map.of(), null, (sentence) -> {
				})))
			.withMessageContaining(name)
			.satisfies((refusal) -> assertThat(refusal.getMessage()).doesNotContain("hush-hush"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--client-secret", "--password", "--refresh-token", "--token",
			"--partner-center.client-secret" })
	void noCommandTakesASecret(String option) {
		Cli cli = new Cli(new TestCli("jdbc:postgresql://127.0.0.1:1/none").application(), "test");
		PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
		for (String command : new String[] { "run", "preflight", "restart", "rerun", "reconcile", "check" }) {
			assertThat(cli.run(nowhere, nowhere, command, option + "=hush-hush")).as(command).isEqualTo(2);
		}
	}

}
