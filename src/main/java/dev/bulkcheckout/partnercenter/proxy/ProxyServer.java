package dev.bulkcheckout.partnercenter.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

/**
 * An HTTP proxy. Its text shows no credentials.
 *
 * @param host name or address
 * @param port from 1 to 65535
 * @param source what names it, such as {@code HTTPS_PROXY}
 * @param user for it to know us by; null if it asks for none
 * @param password of the user; null if there is no user
 */
public record ProxyServer(String host, int port, String source, @Nullable String user, @Nullable Secret password) {

	private static final int HTTP_PORT = 80;

	/**
	 * Reads {@code http://user:password@host:port}, of which all but the host may be left
	 * out.
	 * @param name of the variable, for messages, which never quote it: it may hold a
	 * password
	 * @throws InvalidSettingException if it is no such address
	 */
	static ProxyServer parse(String name, String text) {
		URI url;
		try {
			url = new URI(text.contains("://") ? text : "http://" + text);
		}
		catch (URISyntaxException ex) {
			throw refusal(name);
		}
		if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getPort() > 65_535
				|| url.getPort() == 0) {
			throw refusal(name);
		}
		String[] credentials = (url.getRawUserInfo() != null) ? url.getRawUserInfo().split(":", 2) : new String[0];
		return new ProxyServer(url.getHost(), (url.getPort() > 0) ? url.getPort() : HTTP_PORT, name,
				(credentials.length > 0) ? decoded(name, credentials[0]) : null, (credentials.length > 0)
						? Secret.of((credentials.length > 1) ? decoded(name, credentials[1]) : "") : null);
	}

	private static String decoded(String name, String text) {
		try {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw refusal(name);
		}
	}

	private static InvalidSettingException refusal(String name) {
		return new InvalidSettingException(name + " must name an HTTP proxy, such as http://proxy.example.com:3128 or "
				+ "http://user:password@proxy.example.com:3128; what a password has of @ : / ? # % is written as %40 %3A "
				+ "%2F %3F %23 %25");
	}

	@Override
	public String toString() {
		return "%s:%d (%s%s)".formatted(this.host, this.port, this.source,
				(this.user != null) ? ", with credentials" : "");
	}

}
