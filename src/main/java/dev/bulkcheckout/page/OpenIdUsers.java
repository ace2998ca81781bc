package dev.bulkcheckout.page;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.bulkcheckout.settings.PageProperties;

/**
 * What an OpenID provider says of who signs in. All is read off the ID token; nothing
 * else is asked with the access token, and neither is kept.
 */
public final class OpenIdUsers {

	/** The provider's name in addresses of the page. */
	public static final String PROVIDER = "oidc";

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	private final PageProperties.Oidc settings;

	private final ClientHttpRequestFactory requests;

	/**
	 * Reads tokens as the settings say.
	 * @param requests to the provider
	 */
	public OpenIdUsers(PageProperties.Oidc settings, ClientHttpRequestFactory requests) {
		this.settings = settings;
		this.requests = requests;
	}

	/**
	 * The page as a client of the provider, which is asked for its addresses.
	 */
	public InMemoryClientRegistrationRepository client() {
		return new InMemoryClientRegistrationRepository(ClientRegistrations.fromOidcConfiguration(told())
			.registrationId(PROVIDER)
			.clientId(this.settings.clientId())
			.clientSecret(this.settings.clientSecret().reveal())
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
			.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
			.scope("openid", "profile")
			.build());
	}

	/** What the provider tells of itself (OpenID Connect Discovery 1.0, 4). */
	private Map<String, Object> told() {
		String issuer = this.settings.issuer().toString();
		Map<String, Object> told = RestClient.builder()
			.requestFactory(this.requests)
			.build()
			.get()
			.uri(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")
			.retrieve()
			.body(JSON);
		if (told == null || !issuer.equals(told.get("issuer"))) {
			throw new IllegalStateException("what is at %s says that it is another issuer".formatted(issuer));
		}
		return told;
	}

	/**
	 * Asks for tokens.
	 */
	public OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
		RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
		tokens.setRestClient(RestClient.builder()
			.requestFactory(this.requests)
			.configureMessageConverters((converters) -> converters.addCustomConverter(new FormHttpMessageConverter())
				.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
			.defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
			.build());
		return tokens;
	}

	/**
	 * Checks ID tokens, as Spring Security does by itself, with keys that are asked for
	 * by our requests.
	 */
	public JwtDecoderFactory<ClientRegistration> decoders() {
		Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();
		return (client) -> decoders.computeIfAbsent(client.getRegistrationId(), (id) -> decoder(client));
	}

	private JwtDecoder decoder(ClientRegistration client) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder
			.withJwkSetUri(String.valueOf(client.getProviderDetails().getJwkSetUri()))
			.restOperations(new RestTemplate(this.requests))
			.build();
		decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				List.of(new JwtTimestampValidator(), new OidcIdTokenValidator(client))));
		return decoder;
	}

	/**
	 * Makes users of ID tokens.
	 */
	public OidcUserService service() {
		OidcUserService service = new OidcUserService();
		service.setRetrieveUserInfo((request) -> false);
		service.setOidcUserConverter((source) -> user(source.getUserRequest().getIdToken()));
		return service;
	}

	private OidcUser user(OidcIdToken token) {
		Set<GrantedAuthority> authorities = new HashSet<>();
		for (String role : roles(token)) {
			if (role.equals(this.settings.viewerRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.VIEWER));
			}
			if (role.equals(this.settings.operatorRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.OPERATOR));
			}
		}
		if (authorities.isEmpty()) {
			throw new OAuth2AuthenticationException(
					new OAuth2Error("access_denied", "none of the roles lets somebody in", null));
		}
		String name = this.settings.nameClaim();
		return new DefaultOidcUser(authorities, token, token.hasClaim(name) ? name : "sub");
	}

	private Collection<String> roles(OidcIdToken token) {
		Object claim = token.getClaim(this.settings.rolesClaim());
		return switch (claim) {
			case Collection<?> several -> several.stream().map(String::valueOf).toList();
			case String one -> List.of(one);
			case null, default -> List.of();
		};
	}

}
