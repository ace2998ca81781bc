package dev.bulkcheckout.partnercenter.proxy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

/**
 * Which proxy leads to an address: Java's properties ({@code https.proxyHost},
 * {@code http.nonProxyHosts} …) if they name one, else {@code HTTPS_PROXY},
 * {@code HTTP_PROXY} and {@code NO_PROXY}, in small letters or capitals. This machine
 * itself is reached without one.
 */
public final class ProxyRules {

	private final Map<String, String> environment;

	private ProxyRules(Map<String, String> environment) {
		this.environment = Map.copyOf(environment);
	}

	/**
	 * The rules of this process.
	 */
	public static ProxyRules ofThisProcess() {
		return new ProxyRules(System.getenv());
	}

	static ProxyRules of(Map<String, String> environment) {
		return new ProxyRules(environment);
	}

	/**
	 * The proxy on the way to an address; empty if there is none.
	 * @throws InvalidSettingException if a variable that names it makes no sense
	 */
	public Optional<ProxyServer> toward(URI address) {
		String scheme = address.getScheme().toLowerCase(Locale.ROOT);
		if (System.getProperty(scheme + ".proxyHost") != null || Boolean.getBoolean("java.net.useSystemProxies")) {
			return javas(address, scheme);
		}
		String name = variable(scheme + "_proxy");
		String text = (name != null) ? this.environment.getOrDefault(name, "").strip() : "";
		if (name == null || text.isEmpty()) {
			return Optional.empty();
		}
		int port = (address.getPort() > 0) ? address.getPort() : scheme.equals("https") ? 443 : 80;
		String direct = variable("no_proxy");
		NoProxy exceptions = NoProxy.of((direct != null) ? this.environment.getOrDefault(direct, "") : "");
		ProxyServer proxy = ProxyServer.parse(name, text);
		return exceptions.covers(address.getHost(), port) ? Optional.empty() : Optional.of(proxy);
	}

	private static Optional<ProxyServer> javas(URI address, String scheme) {
		String user = System.getProperty(scheme + ".proxyUser");
		return ProxySelector.getDefault()
			.select(address)
			.stream()
			.filter((proxy) -> proxy.type() == Proxy.Type.HTTP)
			.map((proxy) -> (InetSocketAddress) proxy.address())
			.map((proxy) -> new ProxyServer(proxy.getHostString(), proxy.getPort(), scheme + ".proxyHost", user,
					(user != null) ? Secret.of(System.getProperty(scheme + ".proxyPassword", "")) : null))
			.findFirst();
	}

	private @Nullable String variable(String name) {
		return this.environment.containsKey(name) ? name
				: this.environment.containsKey(name.toUpperCase(Locale.ROOT)) ? name.toUpperCase(Locale.ROOT) : null;
	}

	/**
	 * Has a client that asks one address go through its proxy, if there is one.
	 * @return whether the proxy is told who we are, for which the client must be let
	 * authenticate itself
	 */
	public boolean lead(HttpClientBuilder client, URI address) {
		ProxyServer proxy = toward(address).orElse(null);
		if (proxy == null) {
			return false;
		}
		client.setProxy(new HttpHost("http", proxy.host(), proxy.port()));
		BasicCredentialsProvider credentials = new BasicCredentialsProvider();
		client.setDefaultCredentialsProvider(credentials);
		if (proxy.user() == null || proxy.password() == null) {
			return false;
		}
		credentials.setCredentials(new AuthScope(proxy.host(), proxy.port()),
				new UsernamePasswordCredentials(proxy.user(), proxy.password().reveal().toCharArray()));
		return true;
	}

	/**
	 * Which proxies lead to the token endpoint and the API, for an operator; empty if
	 * none does.
	 */
	public Optional<String> told(URI tokenEndpoint, URI api) {
		String token = toward(tokenEndpoint).map(ProxyServer::toString).orElse("none");
		String calls = toward(api).map(ProxyServer::toString).orElse("none");
		if (token.equals(calls)) {
			return token.equals("none") ? Optional.empty() : Optional.of("token endpoint and API: " + token);
		}
		return Optional.of("token endpoint: " + token + ", API: " + calls);
	}

}
