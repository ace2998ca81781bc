package dev.bulkcheckout.partnercenter.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import dev.bulkcheckout.settings.Secret;

/**
 * One access token and its life, counted from the moment it was asked for, so that a slow
 * answer never makes it look younger than it is.
 *
 * @param text what is sent
 * @param askedAt when it was asked for
 * @param expiresAt when the API stops taking it
 */
record IssuedToken(Secret text, Instant askedAt, Instant expiresAt) {

	/** A call takes a moment to arrive: this share of the life is not used. */
	private static final int UNUSED_SHARE = 20;

	private static final Duration LARGEST_UNUSED = Duration.ofSeconds(30);

	/** However short the life, the first three quarters of it need no renewal. */
	private static final int EARLY_SHARE = 4;

	boolean isGoodAt(Instant now) {
		Duration unused = Collections.min(List.of(life().dividedBy(UNUSED_SHARE), LARGEST_UNUSED));
		return now.isBefore(this.expiresAt.minus(unused));
	}

	boolean isDueAt(Instant now, Duration renewBefore) {
		Duration early = Collections.min(List.of(life().dividedBy(EARLY_SHARE), renewBefore));
		return !now.isBefore(this.expiresAt.minus(early));
	}

	private Duration life() {
		return Duration.between(this.askedAt, this.expiresAt);
	}

}
