package dev.bulkcheckout.partnercenter.auth;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import java.util.Map;
import java.util.HashMap;
import java.time.InstantSource;
import java.net.URI;
import java.time.Duration;

import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClient;

import dev.bulkcheckout.partnercenter.proxy.ProxiedHttp;

/**
 * The HTTP client of the token endpoint: one request at a time.
 */
final class TokenHttp {

	private TokenHttp() {
	}

	static RestClient client(URI endpoint, Duration connectTimeout, Duration readTimeout, ResponseErrorHandler errors,
			InstantSource clock) {
		QuietLoggers.shut();
		return RestClient.builder()
			.requestFactory(ProxiedHttp.toward(endpoint, connectTimeout, readTimeout))
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

}
