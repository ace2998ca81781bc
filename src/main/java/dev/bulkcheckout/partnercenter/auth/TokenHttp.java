package dev.bulkcheckout.partnercenter.auth;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import java.util.Map;
import java.util.HashMap;
import java.time.InstantSource;
import java.net.URI;
import java.time.Duration;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClient;

import dev.bulkcheckout.partnercenter.proxy.ProxyRules;

/**
 * The HTTP client of the token endpoint: one request at a time, no redirect (the request
 * holds a secret), no repetition of its own, TLS as the JVM's system properties say.
 */
final class TokenHttp {

	private TokenHttp() {
	}

	static RestClient client(URI endpoint, Duration connectTimeout, Duration readTimeout, ResponseErrorHandler errors,
			InstantSource clock) {
		QuietLoggers.shut();
		return RestClient.builder()
			.requestFactory(new HttpComponentsClientHttpRequestFactory(apache(endpoint, connectTimeout, readTimeout)))
			.configureMessageConverters((converters) -> {
				converters.addCustomConverter(new FormHttpMessageConverter());
				converters.addCustomConverter(answers(clock));
			})
			.defaultStatusHandler(errors)
			.build();
	}

	private static OAuth2AccessTokenResponseHttpMessageConverter answers(InstantSource clock) {
		OAuth2AccessTokenResponseHttpMessageConverter answers = new OAuth2AccessTokenResponseHttpMessageConverter();
		DefaultMapOAuth2AccessTokenResponseConverter reader = new DefaultMapOAuth2AccessTokenResponseConverter();
		answers.setAccessTokenResponseConverter((members) -> {
			Map<String, Object> withLife = new HashMap<>(members);
			withLife.put(OAuth2ParameterNames.EXPIRES_IN, TokenLife.seconds(members, clock.instant()));
			return reader.convert(withLife);
		});
		return answers;
	}

	private static CloseableHttpClient apache(URI endpoint, Duration connectTimeout, Duration readTimeout) {
		HttpClientBuilder client = HttpClientBuilder.create().useSystemProperties();
		ProxyRules.ofThisProcess().lead(client, endpoint);
		return client
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
			.build();
	}

}
