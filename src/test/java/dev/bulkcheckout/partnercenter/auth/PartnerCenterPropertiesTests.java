package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartnerCenterPropertiesTests {

	private static final String TENANT = "11111111-2222-3333-4444-555555555555";

	private final Path directory;

	PartnerCenterPropertiesTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void theEnvironmentsNamesBind() throws IOException {
		Path refreshToken = file("refresh", "r-1");
		PartnerCenterProperties settings = bind(Map.ofEntries(Map.entry("PARTNER_CENTER_CLOUD", "china"),
				Map.entry("PARTNER_CENTER_BASE_URL", "https://api.example"),
				Map.entry("PARTNER_CENTER_AUTHORITY", "https://login.example/"),
				Map.entry("PARTNER_CENTER_RESOURCE", "https://resource.example"),
				Map.entry("PARTNER_CENTER_TENANT_ID", TENANT), Map.entry("PARTNER_CENTER_CLIENT_ID", "app"),
				Map.entry("PARTNER_CENTER_CLIENT_SECRET", "s3cret"),
				Map.entry("PARTNER_CENTER_REFRESH_TOKEN_FILE", refreshToken.toString()),
				Map.entry("PARTNER_CENTER_CONNECT_TIMEOUT", "7s"), Map.entry("PARTNER_CENTER_READ_TIMEOUT", "PT2M"),
				Map.entry("PARTNER_CENTER_RENEW_TOKEN_BEFORE", "90s")));
		assertThat(settings).isEqualTo(new PartnerCenterProperties(Cloud.CHINA, URI.create("https://api.example"),
				URI.create("https://login.example"), URI.create("https://resource.example"), TENANT, "app",
				new Credential.ClientSecret(Secret.of("s3cret")), refreshToken, Duration.ofSeconds(7),
				Duration.ofMinutes(2), Duration.ofSeconds(90)));
		assertThat(settings.flow()).isEqualTo(Flow.APP_AND_USER);
		assertThat(settings.tokenUrl()).hasToString("https://login.example/" + TENANT + "/oauth2/v2.0/token");
	}

	@Test
	void theFileNamesBind() throws IOException {
		PartnerCenterProperties settings = bind(with("PARTNER_CENTER_CLIENT_SECRET_FILE", file("secret", "s3cret\n")));
		assertThat(settings.credential()).isEqualTo(new Credential.ClientSecret(Secret.of("s3cret")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PARTNER_CENTER_CLIENT_CERTIFICATE", "PARTNER_CENTER_CLIENT_CERTIFICATE_FILE" })
	void bothNamesOfTheCertificatePointToAFile(String name) throws IOException {
		Path certificate = file("app.pem", "any");
		Map<String, String> environment = with(name, certificate);
		environment.put("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", "opener");
		assertThat(bind(environment).credential())
			.isEqualTo(new Credential.ClientCertificate(certificate, Secret.of("opener")));
		environment.remove("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD");
		environment.put("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD_FILE", file("opener", "opener\n").toString());
		assertThat(bind(environment).credential())
			.isEqualTo(new Credential.ClientCertificate(certificate, Secret.of("opener")));
	}

	@Test
	void defaultsAreTheWorldwideCloud() {
		PartnerCenterProperties settings = bind(withSecret());
		assertThat(settings.cloud()).isEqualTo(Cloud.GLOBAL);
		assertThat(settings.baseUrl()).hasToString("https://api.partnercenter.microsoft.com");
		assertThat(settings.authority()).hasToString("https://login.microsoftonline.com");
		assertThat(settings.resource()).hasToString("https://api.partnercenter.microsoft.com");
		assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.readTimeout()).isEqualTo(Duration.ofMinutes(3));
		assertThat(settings.renewTokenBefore()).isEqualTo(Duration.ofMinutes(5));
		assertThat(settings.flow()).isEqualTo(Flow.APP_ONLY);
	}

	@Test
	void anEmptyVariableIsAsGoodAsNone() {
		Map<String, String> environment = withSecret();
		for (String name : List.of("CLOUD", "BASE_URL", "READ_TIMEOUT", "REFRESH_TOKEN_FILE", "CLIENT_CERTIFICATE")) {
			environment.put("PARTNER_CENTER_" + name, "");
		}
		assertThat(bind(environment)).isEqualTo(bind(withSecret()));
	}

	@ParameterizedTest
	@CsvSource({
			"us-government, https://api.partnercenter.microsoft.com, https://login.microsoftonline.us, https://api.partnercenter.microsoft.com",
			"US_GOVERNMENT, https://api.partnercenter.microsoft.com, https://login.microsoftonline.us, https://api.partnercenter.microsoft.com",
			"china, https://partner.partnercenterapi.microsoftonline.cn, https://login.partner.microsoftonline.cn, https://partner.partnercenterapi.microsoftonline.cn" })
	void eachCloudHasItsAddresses(String cloud, String baseUrl, String authority, String resource) {
		PartnerCenterProperties settings = bind(with("PARTNER_CENTER_CLOUD", cloud));
		assertThat(settings.baseUrl()).hasToString(baseUrl);
		assertThat(settings.authority()).hasToString(authority);
		assertThat(settings.resource()).hasToString(resource);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					PARTNER_CENTER_TENANT_ID       |                           | PARTNER_CENTER_TENANT_ID is missing
					PARTNER_CENTER_TENANT_ID       | common                    | PARTNER_CENTER_TENANT_ID must be the partner's tenant, a GUID or a domain name such as contoso.onmicrosoft.com: "common"
					PARTNER_CENTER_TENANT_ID       | a/../b.example            | PARTNER_CENTER_TENANT_ID must be the partner's tenant, a GUID or a domain name such as contoso.onmicrosoft.com: "a/../b.example"
					PARTNER_CENTER_CLIENT_ID       |                           | PARTNER_CENTER_CLIENT_ID is missing
					PARTNER_CENTER_CLIENT_SECRET   |                           | PARTNER_CENTER_CLIENT_SECRET is missing: give it, or PARTNER_CENTER_CLIENT_CERTIFICATE, or either as …_FILE
					PARTNER_CENTER_CLOUD           | mars                      | the setting partner-center.cloud is "mars" (PARTNER_CENTER_CLOUD in the environment), but one of global, us-government, china is expected
					PARTNER_CENTER_CONNECT_TIMEOUT | 0s                        | partner-center.connect-timeout must be longer than 0 and at most 24h, not "0s" (PARTNER_CENTER_CONNECT_TIMEOUT in the environment)
					PARTNER_CENTER_CONNECT_TIMEOUT | -5s                       | partner-center.connect-timeout must be longer than 0 and at most 24h, not "-5s" (PARTNER_CENTER_CONNECT_TIMEOUT in the environment)
					PARTNER_CENTER_READ_TIMEOUT    | soon                      | the setting partner-center.read-timeout is "soon" (PARTNER_CENTER_READ_TIMEOUT in the environment), but a duration such as 90s, 30m, 2h or PT2H is expected
					PARTNER_CENTER_READ_TIMEOUT    | 99999999999d              | partner-center.read-timeout must be longer than 0 and at most 24h, not "99999999999d" (PARTNER_CENTER_READ_TIMEOUT in the environment)
					PARTNER_CENTER_READ_TIMEOUT    | 999999999999999999d       | the setting partner-center.read-timeout is "999999999999999999d" (PARTNER_CENTER_READ_TIMEOUT in the environment), but a duration such as 90s, 30m, 2h or PT2H is expected
					PARTNER_CENTER_BASE_URL        | http://api.example        | PARTNER_CENTER_BASE_URL must begin with https://: plain http is for this machine alone (127.0.0.1, ::1, localhost), not "http://api.example"
					PARTNER_CENTER_AUTHORITY       | http://127.0.0.1.example  | PARTNER_CENTER_AUTHORITY must begin with https://: plain http is for this machine alone (127.0.0.1, ::1, localhost), not "http://127.0.0.1.example"
					PARTNER_CENTER_RESOURCE        | http://[2001:db8::1]      | PARTNER_CENTER_RESOURCE must begin with https://: plain http is for this machine alone (127.0.0.1, ::1, localhost), not "http://[2001:db8::1]"
					PARTNER_CENTER_BASE_URL        | https:///v1               | PARTNER_CENTER_BASE_URL names no host: "https:///v1"
					PARTNER_CENTER_BASE_URL        | ftp://api.example         | PARTNER_CENTER_BASE_URL must begin with https://: "ftp://api.example"
					PARTNER_CENTER_BASE_URL        | api.example               | PARTNER_CENTER_BASE_URL must begin with https://: "api.example"
					PARTNER_CENTER_BASE_URL        | https://api example       | PARTNER_CENTER_BASE_URL is not a URL: "https://api example"
					PARTNER_CENTER_BASE_URL        | https://u:pw@api.example  | PARTNER_CENTER_BASE_URL must be a plain address, without user, ? or #: "https://…@api.example"
					PARTNER_CENTER_BASE_URL        | https://api.example?a=b   | PARTNER_CENTER_BASE_URL must be a plain address, without user, ? or #: "https://api.example?a=b"
					""")
	void nonsenseIsRefusedByTheEnvironmentsName(String name, String value, String message) {
		assertRefused(with(name, (value != null) ? value : " "), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:8080", "http://127.9.9.9", "http://localhost:1", "http://[::1]:8080",
			"https://api.example" })
	void plainHttpIsForLoopback(String url) {
		assertThat(bind(with("PARTNER_CENTER_BASE_URL", url)).baseUrl()).hasToString(url);
	}

	@Test
	void secretAndCertificateTogetherAreRefused() throws IOException {
		assertRefused(with("PARTNER_CENTER_CLIENT_CERTIFICATE", file("app.pem", "any"), withSecret()),
				"PARTNER_CENTER_CLIENT_SECRET and PARTNER_CENTER_CLIENT_CERTIFICATE are both given: give one");
		assertRefused(with("PARTNER_CENTER_CLIENT_SECRET_FILE", file("secret", "other"), withSecret()),
				"PARTNER_CENTER_CLIENT_SECRET and PARTNER_CENTER_CLIENT_SECRET_FILE are both given: give one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PARTNER_CENTER_CLIENT_SECRET_FILE", "PARTNER_CENTER_CLIENT_CERTIFICATE",
			"PARTNER_CENTER_CLIENT_CERTIFICATE_FILE", "PARTNER_CENTER_REFRESH_TOKEN_FILE" })
	void aFileThatCannotBeUsedIsRefused(String name) throws IOException {
		Map<String, String> environment = name.contains("REFRESH") ? withSecret() : base();
		Path none = this.directory.resolve("none");
		assertRefused(with(name, none, environment), name + ": there is no file " + none);
		assertRefused(with(name, this.directory, environment), name + ": " + this.directory + " is not a file");
		Path empty = file("empty", "");
		assertRefused(with(name, empty, environment), name + ": " + empty + " is empty");
	}

	@Test
	void aSecretFileHoldsOneLine() throws IOException {
		Path lines = file("lines", "one\ntwo\n");
		assertRefused(with("PARTNER_CENTER_CLIENT_SECRET_FILE", lines, base()),
				"PARTNER_CENTER_CLIENT_SECRET_FILE: " + lines + " must hold one line");
	}

	@Test
	void noTextShowsASecret() throws IOException {
		assertThat(bind(withSecret()).toString()).doesNotContain("s3cret").contains("(secret)");
		Map<String, String> environment = with("PARTNER_CENTER_CLIENT_CERTIFICATE", file("app.pem", "any"), base());
		environment.put("PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD", "opener");
		assertThat(bind(environment).toString()).doesNotContain("opener");
		assertThat(new IssuedToken(Secret.of("t0ken"), java.time.Instant.EPOCH, java.time.Instant.MAX).toString())
			.doesNotContain("t0ken");
	}

	@Test
	void configTreesBind() throws IOException {
		file("partner-center.client-secret", "s3cret\n");
		StandardEnvironment environment = environment(base());
		environment.getPropertySources().addLast(new ConfigTreePropertySource("tree", this.directory));
		assertThat(PartnerCenterProperties.from(Binder.get(environment)).credential())
			.isEqualTo(new Credential.ClientSecret(Secret.of("s3cret")));
	}

	@Test
	void anApplicationContextBindsThem() {
		new ApplicationContextRunner().withUserConfiguration(Enabled.class)
			.withPropertyValues("partner-center.tenant-id=contoso.example", "partner-center.client-id=app",
					"partner-center.client-secret=s3cret")
			.run((context) -> assertThat(context.getBean(PartnerCenterProperties.class).tenantId())
				.isEqualTo("contoso.example"));
	}

	private void assertRefused(Map<String, String> environment, String message) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> bind(environment))
			.withMessage(message);
	}

	private Path file(String name, String content) throws IOException {
		return Files.writeString(this.directory.resolve(name), content);
	}

	private static Map<String, String> base() {
		return new HashMap<>(Map.of("PARTNER_CENTER_TENANT_ID", TENANT, "PARTNER_CENTER_CLIENT_ID", "app"));
	}

	private static Map<String, String> withSecret() {
		return with("PARTNER_CENTER_CLIENT_SECRET", "s3cret", base());
	}

	private static Map<String, String> with(String name, Object value) {
		return with(name, value,
				(name.contains("CERTIFICATE") || name.contains("SECRET_FILE")) ? base() : withSecret());
	}

	private static Map<String, String> with(String name, Object value, Map<String, String> others) {
		Map<String, String> environment = new HashMap<>(others);
		environment.put(name, value.toString());
		return environment;
	}

	private static PartnerCenterProperties bind(Map<String, String> environment) {
		return PartnerCenterProperties.from(Binder.get(environment(environment)));
	}

	private static StandardEnvironment environment(Map<String, String> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addLast(new MapPropertySource("other", Map.of("unrelated", "1")));
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new HashMap<>(variables)));
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(PartnerCenterProperties.class)
	static class Enabled {

	}

}
