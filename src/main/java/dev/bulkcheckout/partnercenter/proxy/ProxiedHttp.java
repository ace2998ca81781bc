package dev.bulkcheckout.partnercenter.proxy;

import java.net.URI;
import java.time.Duration;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * HTTP for a request now and then: through the proxy that leads to its address, no
 * redirect (the request holds a secret), no repetition of its own, TLS as the JVM's
 * system properties say.
 */
public final class ProxiedHttp {

	private ProxiedHttp() {
	}

	/**
	 * Makes requests now and then to any address, each through the proxy that leads
	 * there.
	 */
	public static ClientHttpRequestFactory anywhere(Duration connectTimeout, Duration readTimeout) {
		return (address, method) -> toward(address, connectTimeout, readTimeout).createRequest(address, method);
	}

	/**
	 * Makes requests to one address.
	 */
	public static ClientHttpRequestFactory toward(URI endpoint, Duration connectTimeout, Duration readTimeout) {
		HttpClientBuilder client = HttpClientBuilder.create().useSystemProperties();
		ProxyRules.ofThisProcess().lead(client, endpoint);
		return new HttpComponentsClientHttpRequestFactory(client
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.useSystemProperties()
				.setDefaultConnectionConfig(ConnectionConfig.custom()
					.setConnectTimeout(Timeout.of(connectTimeout))
					.setSocketTimeout(Timeout.of(readTimeout))
					.build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom()
				.setResponseTimeout(Timeout.of(readTimeout))
				.setProtocolUpgradeEnabled(false)
				.build())
			// once an hour: a kept connection would only have gone stale
			.setConnectionReuseStrategy((request, response, context) -> false)
			.setUserAgent("bulk-checkout")
			.disableRedirectHandling()
			.disableAutomaticRetries()
			.disableCookieManagement()
			.disableAuthCaching()
			.build());
	}

}
