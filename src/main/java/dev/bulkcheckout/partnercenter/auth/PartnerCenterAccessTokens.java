package dev.bulkcheckout.partnercenter.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.InvalidSettingException;

/**
 * The process's access token for Partner Center, by the flow that the settings ask for.
 * Safe for use by many threads; one per process is enough.
 */
public final class PartnerCenterAccessTokens implements AccessTokens {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	/** The retries' minute, and the last request begun in it. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final PartnerCenterProperties settings;

	private final @Nullable ClientKey key;

	private final SharedToken token;

	private final InstantSource clock;

	private volatile Consumer<Instant> onIssued = (expiresAt) -> {
	};

	/**
	 * Prepares the flow; nothing is asked for yet.
	 * @param clock tells how old a token is
	 * @throws InvalidSettingException if the certificate cannot be used
	 */
	public PartnerCenterAccessTokens(PartnerCenterProperties settings, InstantSource clock) {
		this(settings, clock, READ_TIMEOUT, TokenRetries.WITHIN_A_MINUTE, PATIENCE);
	}

	PartnerCenterAccessTokens(PartnerCenterProperties settings, InstantSource clock, Duration readTimeout,
			TokenRetries retries, Duration patience) {
		this.settings = settings;
		this.clock = clock;
		this.key = (settings.credential() instanceof Credential.ClientCertificate certificate)
				? ClientKey.read(certificate) : null;
		TokenSource endpoint = new TokenEndpoint(settings, this.key, readTimeout, clock);
		TokenSource retried = retries.around(endpoint, clock);
		this.token = new SharedToken(() -> {
			IssuedToken issued = retried.ask();
			this.onIssued.accept(issued.expiresAt());
			return issued;
		}, settings.renewTokenBefore(), patience, clock);
	}

	/**
	 * Tells of each token that is issued from now on when it expires, on the thread that
	 * asked for it; the listener must return at once and throw nothing.
	 */
	public void onIssued(Consumer<Instant> listener) {
		this.onIssued = listener;
	}

	@Override
	public String current() {
		return this.token.current();
	}

	@Override
	public void reject(String rejected) {
		this.token.reject(rejected);
	}

	/**
	 * Who asks, without any secret. Asks for no token.
	 */
	public Identity identity() {
		return new Identity(this.settings.flow(), this.settings.tenantId(), this.settings.clientId(),
				(this.key != null) ? this.key.toString() : "client secret",
				(this.key != null) ? this.key.expiresAt() : null, this.token.expiresAt().orElse(null),
				refreshTokenAge());
	}

	private @Nullable RefreshTokenAge refreshTokenAge() {
		Path file = this.settings.refreshTokenFile();
		Instant consentedAt = (file != null) ? new RefreshTokenFile(file).consentedAt() : null;
		return (file != null && consentedAt != null) ? RefreshTokenAge.at(file, consentedAt, this.clock.instant())
				: null;
	}

}
