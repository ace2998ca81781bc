package dev.bulkcheckout.partnercenter.auth;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, to be shown to an operator: no secret is in it.
 *
 * @param flow on whose behalf
 * @param tenantId the partner's tenant
 * @param clientId the partner's application
 * @param credential what proves it, such as {@code client secret} or the certificate's
 * subject and end
 * @param credentialExpiresAt when the certificate ends; null for a secret, whose end only
 * Entra knows
 * @param tokenExpiresAt when the token in use expires; null if none was asked for yet
 * @param refreshTokenAge since a person consented to it; null for app-only
 */
public record Identity(Flow flow, String tenantId, String clientId, String credential,
		@Nullable Instant credentialExpiresAt, @Nullable Instant tokenExpiresAt,
		@Nullable RefreshTokenAge refreshTokenAge) {

}
