package dev.bulkcheckout.partnercenter.auth;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;
import dev.bulkcheckout.settings.Setting;
import dev.bulkcheckout.settings.SettingRules;

/**
 * Who asks, where, and how long to wait: the settings {@code PARTNER_CENTER_…}, checked
 * once. Its text never holds a secret.
 *
 * @param cloud whose addresses stand where none is given
 * @param baseUrl where the API answers, without a slash at the end
 * @param authority where tokens are asked for, without the tenant
 * @param resource what tokens are asked for
 * @param tenantId the partner's tenant: a GUID or a domain name
 * @param clientId the partner's application
 * @param credential how the application proves who it is
 * @param refreshTokenFile where the newest refresh token is kept; null means app-only
 * @param connectTimeout how long a connection may take to stand
 * @param readTimeout how long the API may be silent
 * @param renewTokenBefore how long before its expiry a token is renewed; a short-lived
 * token is renewed later than this
 */
@ConfigurationProperties("partner-center")
public record PartnerCenterProperties(Cloud cloud, URI baseUrl, URI authority, URI resource, String tenantId,
		String clientId, Credential credential, @Nullable Path refreshTokenFile, Duration connectTimeout,
		Duration readTimeout, Duration renewTokenBefore) {

	private static final String PREFIX = "PARTNER_CENTER_";

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

	private static final Pattern DOMAIN = Pattern.compile("(" + LABEL + "\\.)+" + LABEL);

	/**
	 * Refuses times that cannot be meant.
	 */
	public PartnerCenterProperties {
		check("connect-timeout", connectTimeout);
		check("read-timeout", readTimeout);
		check("renew-token-before", renewTokenBefore);
	}

	/**
	 * Reads the settings: what depends on the cloud, on each other, or on a file.
	 * @throws InvalidSettingException if one is missing or makes no sense
	 */
	@ConstructorBinding
	public PartnerCenterProperties(@DefaultValue("global") Cloud cloud, @Nullable String baseUrl,
			@Nullable String authority, @Nullable String resource, @Nullable String tenantId, @Nullable String clientId,
			@Nullable Secret clientSecret, @Nullable String clientSecretFile, @Nullable String clientCertificate,
			@Nullable String clientCertificateFile, @Nullable Secret clientCertificatePassword,
			@Nullable String clientCertificatePasswordFile, @Nullable String refreshTokenFile,
			@DefaultValue("5s") Duration connectTimeout, @DefaultValue("3m") Duration readTimeout,
			@DefaultValue("5m") Duration renewTokenBefore) {
		this(cloud, setting("BASE_URL", baseUrl).url(cloud.baseUrl()),
				setting("AUTHORITY", authority).url(cloud.authority()),
				setting("RESOURCE", resource).url(cloud.resource()),
				tenant(setting("TENANT_ID", tenantId), setting("CLIENT_ID", clientId)),
				setting("CLIENT_ID", clientId).required(),
				credential(clientSecret, clientSecretFile, clientCertificate, clientCertificateFile,
						clientCertificatePassword, clientCertificatePasswordFile),
				refreshToken(setting("REFRESH_TOKEN_FILE", refreshTokenFile)), connectTimeout, readTimeout,
				renewTokenBefore);
	}

	/**
	 * Binds the settings without an application context.
	 * @throws InvalidSettingException if one is missing or makes no sense
	 */
	public static PartnerCenterProperties from(Binder binder) {
		try {
			return binder.bindOrCreate("partner-center", Bindable.of(PartnerCenterProperties.class),
					new SettingRules());
		}
		catch (BindException ex) {
			throw InvalidSettingException.in(ex).orElseThrow(() -> ex);
		}
	}

	private static void check(String name, Duration time) {
		if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException("partner-center." + name, time,
					"must be longer than 0 and at most 24h");
		}
	}

	/**
	 * Where tokens are asked for: {@code {authority}/{tenant}/oauth2/v2.0/token}.
	 */
	public URI tokenUrl() {
		return URI.create(this.authority + "/" + this.tenantId + "/oauth2/v2.0/token");
	}

	/**
	 * Which of the two flows the settings ask for.
	 */
	public Flow flow() {
		return (this.refreshTokenFile != null) ? Flow.APP_AND_USER : Flow.APP_ONLY;
	}

	private static Setting setting(String name, @Nullable String text) {
		return new Setting(PREFIX + name, text);
	}

	private static String tenant(Setting tenant, Setting client) {
		if (!tenant.isGiven() && !client.isGiven()) {
			throw new InvalidSettingException(
					"%s and %s are missing: who asks is not known".formatted(tenant.name(), client.name()));
		}
		String id = tenant.required();
		if (!GUID.matcher(id).matches() && !DOMAIN.matcher(id).matches()) {
			throw new InvalidSettingException(
					"%s must be the partner's tenant, a GUID or a domain name such as contoso.onmicrosoft.com: \"%s\""
						.formatted(tenant.name(), id));
		}
		return id;
	}

	private static @Nullable Path refreshToken(Setting file) {
		if (!file.isGiven()) {
			return null;
		}
		file.secretInFile();
		return file.file();
	}

	private static Credential credential(@Nullable Secret clientSecret, @Nullable String clientSecretFile,
			@Nullable String clientCertificate, @Nullable String clientCertificateFile,
			@Nullable Secret certificatePassword, @Nullable String certificatePasswordFile) {
		Secret secret = Setting.secret(PREFIX + "CLIENT_SECRET", clientSecret, clientSecretFile);
		Path certificate = certificate(setting("CLIENT_CERTIFICATE", clientCertificate),
				setting("CLIENT_CERTIFICATE_FILE", clientCertificateFile));
		Secret password = Setting.secret(PREFIX + "CLIENT_CERTIFICATE_PASSWORD", certificatePassword,
				certificatePasswordFile);
		if (secret != null && certificate != null) {
			throw new InvalidSettingException(
					"PARTNER_CENTER_CLIENT_SECRET and PARTNER_CENTER_CLIENT_CERTIFICATE are both given: give one");
		}
		if (certificate != null) {
			return new Credential.ClientCertificate(certificate, password);
		}
		if (secret != null) {
			return new Credential.ClientSecret(secret);
		}
		throw new InvalidSettingException(
				"PARTNER_CENTER_CLIENT_SECRET is missing: give it, or PARTNER_CENTER_CLIENT_CERTIFICATE, or either as …_FILE");
	}

	private static @Nullable Path certificate(Setting certificate, Setting certificateFile) {
		if (certificate.isGiven() && certificateFile.isGiven()) {
			throw new InvalidSettingException(
					"%s and %s are both given: give one".formatted(certificate.name(), certificateFile.name()));
		}
		if (certificate.isGiven()) {
			return certificate.file();
		}
		return certificateFile.isGiven() ? certificateFile.file() : null;
	}

}
