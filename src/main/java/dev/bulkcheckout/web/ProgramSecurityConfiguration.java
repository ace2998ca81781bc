package dev.bulkcheckout.web;

import java.time.InstantSource;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;

import dev.bulkcheckout.page.OpenIdUsers;
import dev.bulkcheckout.page.PasswordFile;
import dev.bulkcheckout.page.Roles;
import dev.bulkcheckout.page.api.ActionsApi;
import dev.bulkcheckout.page.api.ApiRefusals;

/**
 * Programs send name and password, or with OpenID an access token, with each call of the
 * API, and have no session. They need no token against forged requests: nobody asks a
 * browser for either, so that none sends it by itself, and no page of another site can
 * send the header that each of their POSTs has.
 */
@Configuration(proxyBeanMethods = false)
class ProgramSecurityConfiguration {

	@Bean
	@Order(1)
	@ConditionalOnProperty("bulk-checkout.page.users-file")
	SecurityFilterChain programs(HttpSecurity http, PasswordFile users, InstantSource clock,
			AuthenticationEventPublisher events) {
		ApiRefusals refusals = new ApiRefusals();
		return programs(http, refusals).authenticationManager(PageSecurityConfiguration.passwords(users, clock, events))
			.httpBasic((basic) -> basic.authenticationEntryPoint(refusals))
			.build();
	}

	@Bean
	@Order(1)
	@ConditionalOnProperty("bulk-checkout.page.oidc.issuer")
	SecurityFilterChain programsWithTokens(HttpSecurity http, OpenIdUsers users) {
		ApiRefusals refusals = new ApiRefusals();
		return programs(http, refusals)
			.oauth2ResourceServer((server) -> server.authenticationEntryPoint(refusals)
				.jwt((jwt) -> jwt.decoder(users.accessTokens()).jwtAuthenticationConverter(users::program))
				.withObjectPostProcessor(refusingBy(refusals)))
			.build();
	}

	/** A provider that does not answer is no reason for a page of the server's. */
	private static ObjectPostProcessor<BearerTokenAuthenticationFilter> refusingBy(ApiRefusals refusals) {
		return new ObjectPostProcessor<>() {
			@Override
			public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
				filter.setAuthenticationFailureHandler(refusals::commence);
				return filter;
			}
		};
	}

	private static HttpSecurity programs(HttpSecurity http, ApiRefusals refusals) {
		return http.securityMatcher(ProgramSecurityConfiguration::isOfAProgram)
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET)
				.hasRole(Roles.VIEWER)
				.requestMatchers(HttpMethod.HEAD)
				.hasRole(Roles.VIEWER)
				.anyRequest()
				.hasRole(Roles.OPERATOR))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable);
	}

	private static boolean isOfAProgram(HttpServletRequest request) {
		boolean reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
		return ApiRefusals.OF_THE_API.matches(request) && request.getHeader(HttpHeaders.AUTHORIZATION) != null
				&& (reads || request.getHeader(ActionsApi.KEY) != null);
	}

}
