package dev.bulkcheckout.partnercenter.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long ago a person consented to the refresh token in use, to be shown to an
 * operator. Renewals do not make it younger: "remember multi-factor authentication" and
 * sign-in frequency count from the proof of MFA, which new tokens inherit. That tokens
 * die of them after 14 days is what users report (Partner-Center-PowerShell#317, read
 * 2026-11).
 *
 * @param file that holds the token; its time is when it was put there
 * @param age since then
 */
public record RefreshTokenAge(Path file, Duration age) {

	private static final Duration OLD = Duration.ofDays(10);

	static RefreshTokenAge at(Path file, Instant consentedAt, Instant now) {
		Duration age = Duration.between(consentedAt, now);
		return new RefreshTokenAge(file, age.isNegative() ? Duration.ZERO : age);
	}

	/**
	 * Whether a policy may end it within days.
	 */
	public boolean isOld() {
		return this.age.compareTo(OLD) >= 0;
	}

	/**
	 * The age, and if it is old what to do about it.
	 */
	public String told() {
		String told = "the consent of the refresh token in %s is %d days old".formatted(this.file, this.age.toDays());
		return isOld() ? told
				+ ". Where \"remember multi-factor authentication\" or sign-in frequency of Conditional Access is set, it "
				+ "dies after 14 days or sooner: have an admin consent again in time and put the new token into the file"
				: told;
	}

}
