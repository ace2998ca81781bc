package dev.bulkcheckout.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The page that {@code serve} offers to a browser, and who may see it.
 *
 * @param enabled whether serve offers a page; the same as {@code serve --page}
 * @param address where the page listens; plain http is refused beyond this machine
 * @param port where the page listens; 0 for one that is free
 * @param certificate a PEM file with the certificate of the page and its chain, for
 * https; read again when it changes
 * @param certificateKey a PEM file with the key of the certificate
 * @param behindProxy whether a proxy in front of the page does https: plain http is
 * served beyond this machine then, and X-Forwarded headers of private addresses are
 * believed
 * @param largestUpload how large an uploaded CSV may be, such as 32MB
 * @param sessionTimeout how long somebody may do nothing before they have to sign in
 * again
 * @param usersFile a file with who may sign in, in lines of name:role:hash; read again
 * when it changes
 * @param oidc an OpenID provider that says who somebody is, instead of a file
 */
@ConfigurationProperties("bulk-checkout.page")
public record PageProperties(@DefaultValue("false") boolean enabled, @DefaultValue("127.0.0.1") String address,
		@DefaultValue("8080") int port, @Nullable String certificate, @Nullable String certificateKey,
		@DefaultValue("false") boolean behindProxy, @DefaultValue("32MB") DataSize largestUpload,
		@DefaultValue("30m") Duration sessionTimeout, @Nullable Path usersFile, @Nullable Oidc oidc) {

	private static final String PREFIX = "bulk-checkout.page.";

	private static final Duration LONGEST_SESSION = Duration.ofDays(1);

	/**
	 * Refuses nonsense by the property's name.
	 */
	public PageProperties {
		check(port >= 0 && port <= 65535, "port", port, "must be from 0 to 65535");
		check(sessionTimeout.compareTo(Duration.ofMinutes(1)) >= 0 && sessionTimeout.compareTo(LONGEST_SESSION) <= 0,
				"session-timeout", sessionTimeout, "must be from 1m to 24h");
		certificate = file("certificate", certificate);
		certificateKey = file("certificate-key", certificateKey);
		check(certificate == null || certificateKey != null, "certificate-key", null,
				"must be given beside bulk-checkout.page.certificate");
		check(certificateKey == null || certificate != null, "certificate", null,
				"must be given beside bulk-checkout.page.certificate-key");
		check(certificate != null || behindProxy || isLoopback(address), "address", address,
				"must be one of this machine alone, such as 127.0.0.1, without https: give bulk-checkout.page.certificate"
						+ ", or say bulk-checkout.page.behind-proxy if a proxy in front of it does https");
		check(usersFile == null || oidc == null, "users-file", usersFile,
				"must not be given beside bulk-checkout.page.oidc: one of them says who may sign in");
		if (enabled && usersFile == null && oidc == null) {
			throw new InvalidSettingException("nobody could sign in to the page: give bulk-checkout.page.users-file,"
					+ " or bulk-checkout.page.oidc.issuer with its client; SECURITY.md says how");
		}
	}

	/**
	 * The OpenID provider.
	 *
	 * @param issuer address of the provider, below which it tells its settings; of Entra
	 * ID {@code https://login.microsoftonline.com/TENANT/v2.0}
	 * @param clientId what the provider knows the page by
	 * @param clientSecret the page's secret there
	 * @param rolesClaim claim of the ID token that has somebody's roles
	 * @param viewerRole the role there of who may see the page
	 * @param operatorRole the role there of who may act, too
	 * @param nameClaim claim that has the name by which it is kept who did what
	 */
	public record Oidc(URI issuer, String clientId, Secret clientSecret, String rolesClaim, String viewerRole,
			String operatorRole, String nameClaim) {

		/**
		 * Reads the settings.
		 * @throws InvalidSettingException if one is missing or makes no sense
		 */
		@ConstructorBinding
		public Oidc(@Nullable String issuer, @Nullable String clientId, @Nullable Secret clientSecret,
				@Nullable String clientSecretFile, @DefaultValue("roles") String rolesClaim,
				@DefaultValue("viewer") String viewerRole, @DefaultValue("operator") String operatorRole,
				@DefaultValue("preferred_username") String nameClaim) {
			this(issuer(required("issuer", issuer)), required("client-id", clientId),
					secret(clientSecret, clientSecretFile), rolesClaim, viewerRole, operatorRole, nameClaim);
		}

		private static String required(String name, @Nullable String value) {
			check(value != null && !value.isBlank(), "oidc." + name, value, "must be given beside the others of oidc");
			return String.valueOf(value).strip();
		}

		private static URI issuer(String text) {
			try {
				URI issuer = new URI(text);
				if (issuer.getHost() != null && ("https".equals(issuer.getScheme())
						|| ("http".equals(issuer.getScheme()) && isLoopback(issuer.getHost())))) {
					return issuer;
				}
			}
			catch (URISyntaxException ex) {
				// said below
			}
			throw new InvalidConfigurationPropertyValueException(PREFIX + "oidc.issuer", text,
					"must be an https address");
		}

		private static Secret secret(@Nullable Secret secret, @Nullable String file) {
			if (secret != null && file != null) {
				throw new InvalidSettingException(
						PREFIX + "oidc.client-secret and its -file are both given: one is enough");
			}
			if (file != null && !file.isBlank()) {
				return Secret.inFile(PREFIX + "oidc.client-secret-file", file);
			}
			if (secret == null || secret.reveal().isBlank()) {
				throw new InvalidSettingException(
						PREFIX + "oidc.client-secret, or better oidc.client-secret-file, must be given");
			}
			return secret;
		}
	}

	private static @Nullable String file(String name, @Nullable String path) {
		return (path == null || path.isBlank()) ? null : SecretFile.checked(PREFIX + name, path.strip()).toString();
	}

	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static void check(boolean holds, String name, @Nullable Object value, String rule) {
		if (!holds) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, rule);
		}
	}

	/**
	 * Whether the page itself speaks https.
	 */
	public boolean isHttps() {
		return this.certificate != null;
	}

	/**
	 * Whether browsers speak https with it.
	 */
	public boolean isSeenByHttps() {
		return isHttps() || this.behindProxy;
	}

}
