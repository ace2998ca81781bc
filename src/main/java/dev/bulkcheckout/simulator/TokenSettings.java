package dev.bulkcheckout.simulator;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who gets a token, and of what kind.
 *
 * @param life how long a token is good
 * @param announcedLife what {@code expires_in} says; null for the truth. A longer one is
 * how a client with a wrong clock sees it
 * @param lifeForm how a token says how long it lives
 * @param latency how long the endpoint takes
 * @param clientId the only client that gets a token; null for any
 * @param clientSecret the only secret that is right; null for any
 * @param certificate the certificate that assertions must be signed with; null to accept
 * any well-formed one
 * @param refreshTokens refresh tokens that are good from the start; null to accept any
 * @param resource what scopes must name, without a slash at the end
 * @param required whether calls of the API need a good token
 */
public record TokenSettings(Duration life, @Nullable Duration announcedLife, TokenLifeForm lifeForm, Latency latency,
		@Nullable String clientId, @Nullable String clientSecret, @Nullable X509Certificate certificate,
		@Nullable Set<String> refreshTokens, @Nullable String resource, boolean required) {

	/** Any client gets a token for an hour. */
	public static final TokenSettings ANY_CLIENT = new TokenSettings(Duration.ofHours(1), null, TokenLifeForm.NUMBER,
			Latency.NONE, null, null, null, null, null, true);

	/** The same with tokens of this life. */
	public TokenSettings withLife(Duration life) {
		return new TokenSettings(life, this.announcedLife, this.lifeForm, this.latency, this.clientId,
				this.clientSecret, this.certificate, this.refreshTokens, this.resource, this.required);
	}

	/** The same, but {@code expires_in} says this, as text or as a number. */
	public TokenSettings withAnnouncedLife(@Nullable Duration announcedLife, boolean asText) {
		return new TokenSettings(this.life, announcedLife, asText ? TokenLifeForm.TEXT : TokenLifeForm.NUMBER,
				this.latency, this.clientId, this.clientSecret, this.certificate, this.refreshTokens, this.resource,
				this.required);
	}

	/** The same, but tokens say so how long they live. */
	public TokenSettings withLifeForm(TokenLifeForm lifeForm) {
		return new TokenSettings(this.life, this.announcedLife, lifeForm, this.latency, this.clientId,
				this.clientSecret, this.certificate, this.refreshTokens, this.resource, this.required);
	}

	/** The same, but slower. */
	public TokenSettings withLatency(Latency latency) {
		return new TokenSettings(this.life, this.announcedLife, this.lifeForm, latency, this.clientId,
				this.clientSecret, this.certificate, this.refreshTokens, this.resource, this.required);
	}

	/** The same for one client only; what is null is not checked. */
	public TokenSettings withClient(@Nullable String clientId, @Nullable String clientSecret,
			@Nullable X509Certificate certificate) {
		return new TokenSettings(this.life, this.announcedLife, this.lifeForm, this.latency, clientId, clientSecret,
				certificate, this.refreshTokens, this.resource, this.required);
	}

	/**
	 * The same with these refresh tokens only, and those that are handed out for them.
	 */
	public TokenSettings withRefreshTokens(Set<String> refreshTokens) {
		return new TokenSettings(this.life, this.announcedLife, this.lifeForm, this.latency, this.clientId,
				this.clientSecret, this.certificate, Set.copyOf(refreshTokens), this.resource, this.required);
	}

	/** The same, but scopes must name this resource. */
	public TokenSettings withResource(@Nullable String resource) {
		return new TokenSettings(this.life, this.announcedLife, this.lifeForm, this.latency, this.clientId,
				this.clientSecret, this.certificate, this.refreshTokens, resource, this.required);
	}

	/** The same, but calls of the API need no token. */
	public TokenSettings notRequired() {
		return new TokenSettings(this.life, this.announcedLife, this.lifeForm, this.latency, this.clientId,
				this.clientSecret, this.certificate, this.refreshTokens, this.resource, false);
	}

}
