package dev.bulkcheckout.partnercenter;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the API is reached. Refuses nonsense when it is made, by the name of the setting.
 *
 * @param baseUrl scheme, host, port and perhaps a path, under which {@code /v1} lies;
 * plain http only toward loopback, because every call carries a token
 * @param connectTimeout for the TCP connection, for the TLS handshake, and for a free
 * connection of the pool, each
 * @param readTimeout from the request to the answer. Generous: giving up early is what
 * makes unknown outcomes, and both Microsoft clients that set one wait 3 minutes
 * @param maxConnections calls in flight at most; the pool is as large
 */
public record ConnectionSettings(URI baseUrl, Duration connectTimeout, Duration readTimeout, int maxConnections) {

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0{1,4}(:0{1,4}){6}:0{0,3}1)]");

	/**
	 * Checks every setting.
	 * @throws IllegalArgumentException if one cannot be meant
	 */
	public ConnectionSettings {
		checkBaseUrl(baseUrl);
		checkPositive("PARTNER_CENTER_CONNECT_TIMEOUT", connectTimeout);
		checkPositive("PARTNER_CENTER_READ_TIMEOUT", readTimeout);
		if (maxConnections < 1) {
			throw new IllegalArgumentException("the number of connections must be 1 or more, not " + maxConnections);
		}
	}

	private static void checkBaseUrl(URI url) {
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		String host = url.getHost();
		if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
			throw new IllegalArgumentException("PARTNER_CENTER_BASE_URL must be an http or https address with a host");
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new IllegalArgumentException(
					"PARTNER_CENTER_BASE_URL must hold no user name, no query and no fragment");
		}
		if (!mayCarrySecrets(url)) {
			throw new IllegalArgumentException(
					"PARTNER_CENTER_BASE_URL is plain http toward " + host + ": only https may carry a token there");
		}
	}

	/**
	 * Whether what is sent to an address is read by nobody else: https, or plain http
	 * toward this machine.
	 */
	public static boolean mayCarrySecrets(URI url) {
		String host = (url.getHost() != null) ? url.getHost().toLowerCase(Locale.ROOT) : "";
		return "https".equalsIgnoreCase(url.getScheme())
				|| ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.matcher(host).matches());
	}

	private static void checkPositive(String name, Duration duration) {
		// socket time-outs are ints of milliseconds
		if (duration.toMillis() < 1 || duration.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException(name + " must be more than nothing and at most a day");
		}
	}

}
