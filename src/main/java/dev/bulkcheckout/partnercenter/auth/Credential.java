package dev.bulkcheckout.partnercenter.auth;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.settings.Secret;

/**
 * How the partner's application proves who it is.
 */
public sealed interface Credential {

	/**
	 * With a client secret.
	 *
	 * @param secret the secret's value
	 */
	record ClientSecret(Secret secret) implements Credential {

	}

	/**
	 * With a certificate whose key signs an assertion.
	 *
	 * @param file a PEM file with key and certificate, or a PKCS#12 file
	 * @param password opens the file; null if it needs none
	 */
	record ClientCertificate(Path file, @Nullable Secret password) implements Credential {

	}

}
