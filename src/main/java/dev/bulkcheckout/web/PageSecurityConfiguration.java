package dev.bulkcheckout.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

import dev.bulkcheckout.page.CurrentUsersFilter;
import dev.bulkcheckout.page.ForgottenTokens;
import dev.bulkcheckout.page.OpenIdUsers;
import dev.bulkcheckout.page.PageEntryPoint;
import dev.bulkcheckout.page.PasswordFile;
import dev.bulkcheckout.page.PasswordSignIn;
import dev.bulkcheckout.page.Roles;
import dev.bulkcheckout.page.SignInController;
import dev.bulkcheckout.page.SignInLog;
import dev.bulkcheckout.page.api.ApiRefusals;
import dev.bulkcheckout.partnercenter.proxy.ProxiedHttp;
import dev.bulkcheckout.settings.PageProperties;

/**
 * Who may do what on the page: nobody without signing in. What reads needs a viewer, all
 * else an operator, also where nobody thought of it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(PageProperties.class)
@ImportAutoConfiguration(SecurityFilterAutoConfiguration.class)
class PageSecurityConfiguration {

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
			+ " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private static final String SIGN_IN = "/sign-in";

	/** Somebody waits for the provider meanwhile. */
	private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, PageProperties page,
			ObjectProvider<PasswordFile> passwordFile, ObjectProvider<OpenIdUsers> openIdUsers, InstantSource clock,
			AuthenticationEventPublisher events) {
		ApiRefusals api = new ApiRefusals();
		http.authorizeHttpRequests((requests) -> requests
			// what was let in before
			.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
			.permitAll()
			.requestMatchers(HttpMethod.GET, SIGN_IN, "/assets/*", "/actuator/health", "/actuator/health/*")
			.permitAll()
			.requestMatchers(HttpMethod.GET)
			.hasRole(Roles.VIEWER)
			.requestMatchers(HttpMethod.HEAD)
			.hasRole(Roles.VIEWER)
			.anyRequest()
			.hasRole(Roles.OPERATOR))
			.exceptionHandling((refusals) -> refusals.defaultAuthenticationEntryPointFor(api, ApiRefusals.OF_THE_API)
				.defaultAuthenticationEntryPointFor(new PageEntryPoint(SIGN_IN), (request) -> true)
				.defaultAccessDeniedHandlerFor(api, ApiRefusals.OF_THE_API))
			.requestCache((cache) -> cache.requestCache(PageEntryPoint.pagesOnly()))
			.logout((logout) -> logout.logoutUrl("/sign-out").logoutSuccessUrl(SIGN_IN + "?out"))
			.headers(PageSecurityConfiguration::headers);
		AuthenticationFailureHandler notIn = (request, response, failure) -> response
			.sendRedirect(SignInController.after(failure));
		passwordFile.ifAvailable((users) -> http.authenticationManager(passwords(users, clock, events))
			.addFilterBefore(new CurrentUsersFilter(users), AuthorizationFilter.class)
			.formLogin((form) -> form.loginPage(SIGN_IN).defaultSuccessUrl("/").failureHandler(notIn)));
		openIdUsers.ifAvailable((users) -> http.oauth2Login((login) -> login.loginPage(SIGN_IN)
			.clientRegistrationRepository(new SupplierClientRegistrationRepository(users::client))
			.authorizedClientRepository(new ForgottenTokens())
			.tokenEndpoint((endpoint) -> endpoint.accessTokenResponseClient(users.tokens()))
			.userInfoEndpoint((endpoint) -> endpoint.oidcUserService(users.service()))
			.defaultSuccessUrl("/")
			.failureHandler(notIn)
			.withObjectPostProcessor(beforeTheProvider(notIn))));
		return http.build();
	}

	/** The provider may be away before anybody is led to it. */
	private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> beforeTheProvider(
			AuthenticationFailureHandler notIn) {
		return new ObjectPostProcessor<>() {
			@Override
			public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
				filter.setAuthenticationFailureHandler(notIn);
				return filter;
			}
		};
	}

	/** None above it: that would ask the file again, without a limit on failures. */
	static AuthenticationManager passwords(PasswordFile users, InstantSource clock,
			AuthenticationEventPublisher events) {
		ProviderManager manager = new ProviderManager(new PasswordSignIn(users, clock));
		manager.setAuthenticationEventPublisher(events);
		return manager;
	}

	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.contentSecurityPolicy((policy) -> policy.policyDirectives(POLICY))
			.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER))
			.crossOriginOpenerPolicy((policy) -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
			.crossOriginResourcePolicy((policy) -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
			.permissionsPolicyHeader((policy) -> policy.policy("camera=(), geolocation=(), microphone=()"));
	}

	@Bean
	@ConditionalOnProperty("bulk-checkout.page.users-file")
	PasswordFile passwordFile(PageProperties page) {
		return new PasswordFile(Objects.requireNonNull(page.usersFile()));
	}

	@Bean
	@ConditionalOnProperty("bulk-checkout.page.oidc.issuer")
	OpenIdUsers openIdUsers(PageProperties page) {
		return new OpenIdUsers(Objects.requireNonNull(page.oidc()),
				ProxiedHttp.anywhere(ANSWERS_WITHIN, ANSWERS_WITHIN));
	}

	@Bean
	@ConditionalOnProperty("bulk-checkout.page.oidc.issuer")
	JwtDecoderFactory<ClientRegistration> idTokenDecoders(OpenIdUsers users) {
		return users.decoders();
	}

	@Bean
	static RoleHierarchy roleHierarchy() {
		return RoleHierarchyImpl.withDefaultRolePrefix().role(Roles.OPERATOR).implies(Roles.VIEWER).build();
	}

	@Bean
	DefaultAuthenticationEventPublisher authenticationEvents(ApplicationEventPublisher publisher) {
		DefaultAuthenticationEventPublisher events = new DefaultAuthenticationEventPublisher(publisher);
		events.setDefaultAuthenticationFailureEvent(AuthenticationFailureBadCredentialsEvent.class);
		return events;
	}

	@Bean
	SignInLog signInLog() {
		return new SignInLog();
	}

	@Bean
	SignInController signInController(PageProperties page) {
		return new SignInController(page.oidc() != null);
	}

}
