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
import org.springframework.security.authentication.AbstractAuthenticationToken;
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
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

import dev.bulkcheckout.settings.PageProperties;

/**
 * What an OpenID provider says of who signs in, and of programs. All is read off the ID
 * token, or the access token that a program sends; nothing else is asked with them, and
 * none is kept.
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
			throw new RestClientException("what is at %s says that it is another issuer".formatted(issuer));
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
		NimbusJwtDecoder decoder = decoder(String.valueOf(client.getProviderDetails().getJwkSetUri()));
		decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				List.of(new JwtTimestampValidator(), new OidcIdTokenValidator(client))));
		return decoder;
	}

	private NimbusJwtDecoder decoder(String keys) {
		return NimbusJwtDecoder.withJwkSetUri(keys).restOperations(new RestTemplate(this.requests)).build();
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

	/**
	 * Reads access tokens that programs send: of that provider, for the page, in time.
	 * The provider is asked for its keys with the first one.
	 */
	public JwtDecoder accessTokens() {
		JwtDecoder decoder = new SupplierJwtDecoder(() -> {
			NimbusJwtDecoder tokens = decoder(String.valueOf(told().get("jwks_uri")));
			tokens.setJwtValidator(validator());
			return tokens;
		});
		return (token) -> {
			try {
				return decoder.decode(token);
			}
			catch (JwtDecoderInitializationException ex) {
				throw new JwtException("the OpenID provider does not answer", ex);
			}
		};
	}

	private OAuth2TokenValidator<Jwt> validator() {
		JwtTimestampValidator times = new JwtTimestampValidator();
		times.setAllowEmptyExpiryClaim(false);
		return new DelegatingOAuth2TokenValidator<>(times, new JwtIssuerValidator(this.settings.issuer().toString()),
				new JwtAudienceValidator(this.settings.clientId()), OpenIdUsers::noIdToken);
	}

	/**
	 * An ID token says who signed in to the page, and is no permission to call it.
	 */
	private static OAuth2TokenValidatorResult noIdToken(Jwt token) {
		return token.hasClaim(IdTokenClaimNames.NONCE)
				? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "this is an ID token", null))
				: OAuth2TokenValidatorResult.success();
	}

	/**
	 * Who sends such a token, and what they may.
	 */
	public AbstractAuthenticationToken program(Jwt token) {
		String name = token.getClaimAsString(nameClaim(token));
		return new JwtAuthenticationToken(token, authorities(token),
				(name != null) ? name : "a program without a name");
	}

	private String nameClaim(ClaimAccessor token) {
		String name = this.settings.nameClaim();
		return token.hasClaim(name) ? name : "sub";
	}

	private OidcUser user(OidcIdToken token) {
		Set<GrantedAuthority> authorities = authorities(token);
		if (authorities.isEmpty()) {
			throw new OAuth2AuthenticationException(
					new OAuth2Error("access_denied", "none of the roles lets somebody in", null));
		}
		return new DefaultOidcUser(authorities, token, nameClaim(token));
	}

	private Set<GrantedAuthority> authorities(ClaimAccessor token) {
		Set<GrantedAuthority> authorities = new HashSet<>();
		for (String role : roles(token)) {
			if (role.equals(this.settings.viewerRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.VIEWER));
			}
			if (role.equals(this.settings.operatorRole())) {
				authorities.add(new SimpleGrantedAuthority("ROLE_" + Roles.OPERATOR));
			}
		}
		return authorities;
	}

	private Collection<String> roles(ClaimAccessor token) {
		Object claim = token.getClaim(this.settings.rolesClaim());
		return switch (claim) {
			case Collection<?> several -> several.stream().map(String::valueOf).toList();
			case String one -> List.of(one);
			case null, default -> List.of();
		};
	}

}
