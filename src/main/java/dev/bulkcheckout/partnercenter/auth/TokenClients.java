package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.nimbusds.jose.jwk.JWK;

import org.springframework.security.oauth2.client.endpoint.AbstractOAuth2AuthorizationGrantRequest;
import org.springframework.security.oauth2.client.endpoint.AbstractRestClientOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.client.RestClient;

import dev.bulkcheckout.settings.Secret;

/**
 * The two flows in the words of Spring Security: what goes into a token request.
 */
final class TokenClients {

	/** Entra advises five to ten minutes. */
	private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

	private final ClientRegistration application;

	private final RestClientClientCredentialsTokenResponseClient appOnly = new RestClientClientCredentialsTokenResponseClient();

	private final RestClientRefreshTokenTokenResponseClient appAndUser = new RestClientRefreshTokenTokenResponseClient();

	private TokenClients(ClientRegistration application, RestClient http) {
		this.application = application;
		this.appOnly.setRestClient(http);
		this.appAndUser.setRestClient(http);
	}

	static TokenClients withSecret(PartnerCenterProperties settings, Secret secret, RestClient http) {
		return new TokenClients(
				application(settings, ClientAuthenticationMethod.CLIENT_SECRET_POST).clientSecret(secret.reveal())
					.build(),
				http);
	}

	static TokenClients withKey(PartnerCenterProperties settings, ClientKey key, RestClient http) {
		TokenClients clients = new TokenClients(
				application(settings, ClientAuthenticationMethod.PRIVATE_KEY_JWT).build(), http);
		sign(clients.appOnly, key);
		sign(clients.appAndUser, key);
		return clients;
	}

	private static ClientRegistration.Builder application(PartnerCenterProperties settings,
			ClientAuthenticationMethod method) {
		boolean appOnly = settings.flow() == Flow.APP_ONLY;
		String scope = settings.resource() + "/.default";
		ClientRegistration.Builder application = ClientRegistration.withRegistrationId("partner-center")
			.clientId(settings.clientId())
			.clientAuthenticationMethod(method)
			.tokenUri(settings.tokenUrl().toString());
		return appOnly ? application.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).scope(scope)
				// without offline_access no new refresh token would come
				: application.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
					.scope(scope, "offline_access");
	}

	private static <T extends AbstractOAuth2AuthorizationGrantRequest> void sign(
			AbstractRestClientOAuth2AccessTokenResponseClient<T> client, ClientKey key) {
		JWK jwk = key.toJwk();
		NimbusJwtClientAuthenticationParametersConverter<T> assertion = new NimbusJwtClientAuthenticationParametersConverter<>(
				(application) -> jwk);
		assertion.setJwtClientAssertionCustomizer((context) -> {
			Instant now = Instant.now();
			context.getHeaders().type("JWT");
			context.getClaims().notBefore(now).expiresAt(now.plus(ASSERTION_LIFE));
		});
		client.addParametersConverter(
				(request) -> Objects.requireNonNull(assertion.convert(request), "client assertion"));
	}

	OAuth2AccessTokenResponse forTheApplication() {
		return this.appOnly.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(this.application));
	}

	OAuth2AccessTokenResponse forTheUser(Secret refreshToken) {
		Instant past = Instant.EPOCH;
		// the library wants the token that is to be replaced, though it does not send it
		OAuth2AccessToken replaced = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "none", past,
				past.plusSeconds(1));
		return this.appAndUser.getTokenResponse(new OAuth2RefreshTokenGrantRequest(this.application, replaced,
				new OAuth2RefreshToken(refreshToken.reveal(), past), this.application.getScopes()));
	}

}
