package dev.bulkcheckout.partnercenter;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import dev.bulkcheckout.partnercenter.proxy.ProxyRules;

/**
 * An HTTP client that sends what it is given once: no retries, redirects, cookies,
 * authentication rounds or protocol upgrades of its own. A POST that buys must not be
 * repeated by a library.
 */
final class SingleExchangeHttp {

	private static final String LEFT = "dev.bulkcheckout.left";

	/**
	 * Shorter than the four minutes after which common load balancers forget a
	 * connection: a request into a forgotten one is a lost answer.
	 */
	private static final Timeout IDLE = Timeout.ofSeconds(60);

	private SingleExchangeHttp() {
	}

	static CloseableHttpClient client(ConnectionSettings settings) {
		Timeout connect = Timeout.of(settings.connectTimeout());
		HttpClientBuilder client = HttpClientBuilder.create();
		boolean proxyKnowsUs = ProxyRules.ofThisProcess().lead(client, settings.baseUrl());
		return client.setConnectionManager(pool(settings))
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(connect)
				.setResponseTimeout(Timeout.of(settings.readTimeout()))
				// toward the proxy, before anything is sent to the service
				.setAuthenticationEnabled(proxyKnowsUs)
				.setProtocolUpgradeEnabled(false)
				.build())
			// the last step before the wire: what fails before it was never sent
			.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), LEFT, (request, scope, chain) -> {
				scope.clientContext.setAttribute(LEFT, true);
				return chain.proceed(request, scope);
			})
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.setUserAgent("bulk-checkout")
			.build();
	}

	/**
	 * Tells whether a request may have reached the service, be it in part: whether its
	 * connection, TLS included, stood.
	 */
	static boolean hasLeft(HttpContext context) {
		return Boolean.TRUE.equals(context.getAttribute(LEFT));
	}

	private static HttpClientConnectionManager pool(ConnectionSettings settings) {
		Timeout connect = Timeout.of(settings.connectTimeout());
		return PoolingHttpClientConnectionManagerBuilder.create()
			// a limit per route of 5 is the default, and there is one route
			.setMaxConnTotal(settings.maxConnections())
			.setMaxConnPerRoute(settings.maxConnections())
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
				.http1Config(Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(500).build())
				.build())
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(connect)
				.setSocketTimeout(Timeout.of(settings.readTimeout()))
				.setIdleTimeout(IDLE)
				.setValidateAfterInactivity(TimeValue.ofSeconds(1))
				.build())
			.setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
			.build();
	}

}
