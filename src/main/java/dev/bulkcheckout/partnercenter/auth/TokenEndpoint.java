package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClient;

import dev.bulkcheckout.settings.Secret;

/**
 * Asks the authority for one token, once. Every fault comes out as a
 * {@link NoAccessTokenException} whose message and causes hold no secret. Threads ask one
 * after the other.
 */
final class TokenEndpoint implements TokenSource {

	private static final int LARGEST_ERROR_BODY = 64 * 1024;

	private final PartnerCenterProperties settings;

	private final InstantSource clock;

	private final TokenClients clients;

	private final @Nullable RefreshTokenFile refreshToken;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Secret> sent = new ArrayList<>();

	/**
	 * Prepares the flow that the settings ask for.
	 * @param key signs the assertions; null if the application has a secret
	 * @param readTimeout how long the endpoint may be silent
	 */
	TokenEndpoint(PartnerCenterProperties settings, @Nullable ClientKey key, Duration readTimeout,
			InstantSource clock) {
		this.settings = settings;
		this.clock = clock;
		RestClient http = TokenHttp.client(settings.tokenUrl(), settings.connectTimeout(), readTimeout, new Refusals(),
				clock);
		if (settings.credential() instanceof Credential.ClientSecret(Secret secret)) {
			this.sent.add(secret);
			this.clients = TokenClients.withSecret(settings, secret, http);
		}
		else {
			this.clients = TokenClients.withKey(settings, Objects.requireNonNull(key, "key"), http);
		}
		this.refreshToken = (settings.refreshTokenFile() != null) ? new RefreshTokenFile(settings.refreshTokenFile())
				: null;
	}

	@Override
	public IssuedToken ask() {
		QuietLoggers.shut();
		this.lock.lock();
		try {
			return asked();
		}
		finally {
			this.lock.unlock();
		}
	}

	private IssuedToken asked() {
		Instant askedAt = this.clock.instant();
		OAuth2AccessTokenResponse answer;
		try {
			answer = (this.refreshToken != null) ? askForTheUser(this.refreshToken) : this.clients.forTheApplication();
		}
		catch (OAuth2AuthorizationException ex) {
			throw unanswered(ex.getCause());
		}
		OAuth2AccessToken token = answer.getAccessToken();
		Instant issuedAt = token.getIssuedAt();
		Instant expiresAt = token.getExpiresAt();
		Duration life = (issuedAt != null && expiresAt != null) ? Duration.between(issuedAt, expiresAt) : Duration.ZERO;
		return new IssuedToken(Secret.of(token.getTokenValue()), askedAt, askedAt.plus(life));
	}

	private OAuth2AccessTokenResponse askForTheUser(RefreshTokenFile file) {
		Secret used = file.read();
		this.sent.add(used);
		try {
			OAuth2AccessTokenResponse answer = this.clients.forTheUser(used);
			if (answer.getRefreshToken() != null) {
				file.keep(Secret.of(answer.getRefreshToken().getTokenValue()));
			}
			return answer;
		}
		finally {
			this.sent.removeLast();
		}
	}

	private NoAccessTokenException unanswered(@Nullable Throwable cause) {
		if (cause instanceof ResourceAccessException access && access.getCause() instanceof IOException lost) {
			boolean untrusted = isUntrusted(lost);
			String advice = untrusted
					? "Have the JVM trust the authority's CA (-Djavax.net.ssl.trustStore and -Djavax.net.ssl.trustStorePassword) or correct PARTNER_CENTER_AUTHORITY."
					: "Check the network, the proxy and PARTNER_CENTER_AUTHORITY.";
			return failed("got no answer: %s. %s".formatted(lost, advice), !untrusted, null, lost);
		}
		// the cause is left out: it may quote the answer, and the answer may hold a token
		return failed("got an answer that holds no token. Check PARTNER_CENTER_AUTHORITY and the proxy in between.",
				true, null, null);
	}

	private static boolean isUntrusted(Throwable lost) {
		for (Throwable cause = lost; cause != null; cause = cause.getCause()) {
			if (cause instanceof GeneralSecurityException || cause instanceof SSLPeerUnverifiedException) {
				return true;
			}
		}
		return false;
	}

	private NoAccessTokenException failed(String what, boolean passing, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		return new NoAccessTokenException("tried to get an access token (%s) for application %s from %s but %s"
			.formatted(this.settings.flow(), this.settings.clientId(), this.settings.tokenUrl(), what), passing,
				retryAfter, cause);
	}

	/**
	 * Turns an answer that is no token into its fault.
	 */
	private final class Refusals implements ResponseErrorHandler {

		@Override
		public boolean hasError(ClientHttpResponse response) throws IOException {
			return !response.getStatusCode().is2xxSuccessful();
		}

		@Override
		public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
			String body = new String(response.getBody().readNBytes(LARGEST_ERROR_BODY), StandardCharsets.UTF_8);
			TokenFault fault = TokenFault.of(response.getStatusCode().value(), response.getHeaders(), body,
					TokenEndpoint.this.sent, TokenEndpoint.this.clock.instant());
			throw failed(fault.told(), fault.isPassing(), fault.retryAfter(), null);
		}

	}

}
