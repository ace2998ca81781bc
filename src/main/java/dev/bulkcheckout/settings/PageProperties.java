package dev.bulkcheckout.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The page that {@code serve} offers to a browser.
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
 */
@ConfigurationProperties("bulk-checkout.page")
public record PageProperties(@DefaultValue("false") boolean enabled, @DefaultValue("127.0.0.1") String address,
		@DefaultValue("8080") int port, @Nullable String certificate, @Nullable String certificateKey,
		@DefaultValue("false") boolean behindProxy, @DefaultValue("32MB") DataSize largestUpload) {

	/**
	 * Refuses nonsense by the property's name.
	 */
	public PageProperties {
		check(port >= 0 && port <= 65535, "port", port, "must be from 0 to 65535");
		certificate = file("certificate", certificate);
		certificateKey = file("certificate-key", certificateKey);
		check(certificate == null || certificateKey != null, "certificate-key", null,
				"must be given beside bulk-checkout.page.certificate");
		check(certificateKey == null || certificate != null, "certificate", null,
				"must be given beside bulk-checkout.page.certificate-key");
		check(certificate != null || behindProxy || isLoopback(address), "address", address,
				"must be one of this machine alone, such as 127.0.0.1, without https: give bulk-checkout.page.certificate"
						+ ", or say bulk-checkout.page.behind-proxy if a proxy in front of it does https");
	}

	private static @Nullable String file(String name, @Nullable String path) {
		return (path == null || path.isBlank()) ? null
				: SecretFile.checked("bulk-checkout.page." + name, path.strip()).toString();
	}

	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.page.address", address,
					"must be an address of this machine");
		}
	}

	private static void check(boolean holds, String name, @Nullable Object value, String rule) {
		if (!holds) {
			throw new InvalidConfigurationPropertyValueException("bulk-checkout.page." + name, value, rule);
		}
	}

	/**
	 * Whether the page itself speaks https.
	 */
	public boolean isHttps() {
		return this.certificate != null;
	}

}
