package dev.bulkcheckout.partnercenter.auth;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.Secret;

/**
 * Settings of an application with a secret, app-only, unless told otherwise.
 */
final class TestSettings {

	static final String SECRET = "s3cret~value";

	private final String authority;

	private @Nullable Secret secret = Secret.of(SECRET);

	private @Nullable Path certificate;

	private @Nullable Secret password;

	private @Nullable Path refreshTokenFile;

	TestSettings(String authority) {
		this.authority = authority;
	}

	TestSettings certificate(Path file, @Nullable String password) {
		this.secret = null;
		this.certificate = file;
		this.password = (password != null) ? Secret.of(password) : null;
		return this;
	}

	TestSettings refreshTokenFile(Path file) {
		this.refreshTokenFile = file;
		return this;
	}

	PartnerCenterProperties build() {
		return new PartnerCenterProperties(Cloud.GLOBAL, null, this.authority, null, TokenStub.TENANT, "app",
				this.secret, null, (this.certificate != null) ? this.certificate.toString() : null, null, this.password,
				null, (this.refreshTokenFile != null) ? this.refreshTokenFile.toString() : null, Duration.ofSeconds(5),
				Duration.ofMinutes(3), Duration.ofMinutes(5));
	}

}
