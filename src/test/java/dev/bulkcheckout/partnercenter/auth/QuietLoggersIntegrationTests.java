package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Isolated("hears all loggers of the process")
class QuietLoggersIntegrationTests {

	private static final TokenRetries QUICKLY = new TokenRetries(3, Duration.ofMillis(5), Duration.ofMillis(5),
			Duration.ofSeconds(30));

	private final TokenStub entra = new TokenStub();

	private final Path directory;

	private final Path log;

	QuietLoggersIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.log = directory.resolve("all.log");
	}

	@AfterEach
	void restoreLogging() {
		this.entra.close();
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.setLevel(Level.INFO);
		root.detachAppender("FILE");
	}

	@Test
	void noLevelMakesALoggerTellASecret() throws Exception {
		TestKeys keys = new TestKeys(this.directory);
		Path certificate = keys.pkcs12("app");
		Path refresh = Files.writeString(this.directory.resolve("refresh"), "refr3sh-0\n");
		List<String> secrets = new ArrayList<>(List.of(TestSettings.SECRET, "s3cret", TestKeys.PASSWORD, "t0ken-",
				"refr3sh-", "client_secret=", "client_assertion=", "Authorization: "));

		runAtTrace(Map.of("PARTNER_CENTER_CLIENT_SECRET", TestSettings.SECRET));
		runAtTrace(Map.of("PARTNER_CENTER_CLIENT_SECRET", TestSettings.SECRET, "PARTNER_CENTER_REFRESH_TOKEN_FILE",
				refresh.toString()));
		runAtTrace(Map.of("PARTNER_CENTER_CLIENT_CERTIFICATE", certificate.toString(),
				"PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", TestKeys.PASSWORD));

		this.entra.requests().forEach((request) -> {
			if (request.containsKey("client_assertion")) {
				secrets.add(request.get("client_assertion"));
			}
		});
		assertThat(secrets).hasSizeGreaterThan(8);
		String everything = Files.readString(this.log);
		assertThat(everything).contains(" TRACE ").contains(" DEBUG ");
		for (String secret : secrets) {
			assertThat(everything.contains(secret)).as("the log holds %s", secret).isFalse();
		}
	}

	@Test
	void whatTheySayAtInfoAndAboveStays() {
		QuietLoggers.shut();
		org.slf4j.Logger wire = LoggerFactory.getLogger("org.apache.hc.client5.http.wire");
		assertThat(wire.isInfoEnabled()).isTrue();
		assertThat(wire.isDebugEnabled()).isFalse();
	}

	@Test
	void aResetOfLogbackDoesNotOpenThem() {
		QuietLoggers.shut();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.reset();
		context.getLogger("org.apache.hc.client5.http.wire").setLevel(Level.TRACE);
		assertThat(context.getLogger("org.apache.hc.client5.http.wire").isDebugEnabled()).isFalse();
		assertThat(context.getTurboFilterList()).as("a filter would cost something at each call").isEmpty();
	}

	private void runAtTrace(Map<String, String> credential) throws IOException {
		Map<String, Object> variables = new HashMap<>(credential);
		variables.putAll(Map.of("PARTNER_CENTER_AUTHORITY", this.entra.authority(), "PARTNER_CENTER_TENANT_ID",
				TokenStub.TENANT, "PARTNER_CENTER_CLIENT_ID", "app", "LOGGING_LEVEL_ROOT", "TRACE",
				"LOGGING_LEVEL_ORG_APACHE_HC_CLIENT5_HTTP_WIRE", "TRACE", "LOGGING_CONFIG",
				logEverythingTo(this.log).toString()));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		SpringApplication application = new SpringApplicationBuilder(Enabled.class).environment(environment)
			.web(WebApplicationType.NONE)
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			this.entra.behavesFirst(1, (exchange) -> TokenStub.answer(exchange, 503, "text/html", "later"));
			PartnerCenterAccessTokens tokens = tokens(context.getBean(PartnerCenterProperties.class));
			tokens.reject(tokens.current());
			assertThat(tokens.current()).isNotEmpty();
			this.entra.behaves(TokenStub.refuses(401, "invalid_client", 7000215));
			PartnerCenterAccessTokens refused = tokens(context.getBean(PartnerCenterProperties.class));
			assertThatExceptionOfType(NoAccessTokenException.class).isThrownBy(refused::current)
				.satisfies((refusal) -> LoggerFactory.getLogger("test").error("{}", refused.identity(), refusal));
			assertThat(Files.readString(this.log)).contains("AADSTS7000215");
		}
	}

	private Path logEverythingTo(Path file) throws IOException {
		return Files.writeString(this.directory.resolve("logback.xml"), """
				<configuration>
				  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
				    <file>%s</file>
				    <encoder><pattern>%%d %%p %%logger %%m%%n%%ex</pattern></encoder>
				  </appender>
				  <root level="TRACE"><appender-ref ref="FILE"/></root>
				</configuration>
				""".formatted(file));
	}

	private static PartnerCenterAccessTokens tokens(PartnerCenterProperties settings) {
		return new PartnerCenterAccessTokens(settings, InstantSource.system(), Duration.ofSeconds(5), QUICKLY,
				Duration.ofSeconds(60));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(PartnerCenterProperties.class)
	static class Enabled {

	}

}
