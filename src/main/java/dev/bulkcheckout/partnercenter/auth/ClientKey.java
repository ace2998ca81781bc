package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.pem.PemContent;

import dev.bulkcheckout.settings.InvalidSettingException;

/**
 * The key that signs the application's assertions, and the certificate that Entra knows
 * it by. Its text shows the certificate, never the key.
 */
final class ClientKey {

	private static final String NAME = "PARTNER_CENTER_CLIENT_CERTIFICATE";

	private static final int SHORTEST_KEY = 2048;

	private final RSAPrivateKey key;

	private final X509Certificate certificate;

	private ClientKey(RSAPrivateKey key, X509Certificate certificate) {
		this.key = key;
		this.certificate = certificate;
	}

	/**
	 * Reads key and certificate.
	 * @throws InvalidSettingException if the file does not hold both, or does not open
	 */
	static ClientKey read(Credential.ClientCertificate credential) {
		Path file = credential.file();
		String password = (credential.password() != null) ? credential.password().reveal() : null;
		try {
			byte[] start = Files.readAllBytes(file);
			boolean pem = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
			return pem ? readPem(file, password) : readPkcs12(file, password);
		}
		catch (IOException | GeneralSecurityException | IllegalStateException | IllegalArgumentException ex) {
			if (ex instanceof InvalidSettingException refusal) {
				throw refusal;
			}
			// the cause is left out: it may quote the file
			throw new InvalidSettingException(
					"%s: %s cannot be opened as PEM or PKCS#12, or PARTNER_CENTER_CLIENT_CERTIFICATE_PASSWORD is not its password"
						.formatted(NAME, file));
		}
	}

	private static ClientKey readPem(Path file, @Nullable String password) throws IOException {
		PemContent pem = PemContent.load(file);
		String text = Files.readString(file);
		if (!text.contains("PRIVATE KEY-----") || !text.contains("-----BEGIN CERTIFICATE-----")) {
			throw new InvalidSettingException(
					"%s: %s must hold both a private key and its certificate".formatted(NAME, file));
		}
		PrivateKey key = pem.getPrivateKey(password);
		return of(file, key, pem.getCertificates());
	}

	private static ClientKey readPkcs12(Path file, @Nullable String password)
			throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		char[] opener = (password != null) ? password.toCharArray() : new char[0];
		try (InputStream content = Files.newInputStream(file)) {
			store.load(content, opener);
		}
		for (String alias : Collections.list(store.aliases())) {
			if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
				return of(file, store.getKey(alias, opener), List.of(certificate));
			}
		}
		throw new InvalidSettingException(
				"%s: %s must hold both a private key and its certificate".formatted(NAME, file));
	}

	private static ClientKey of(Path file, java.security.@Nullable Key key, List<X509Certificate> certificates) {
		if (!(key instanceof RSAPrivateKey rsaKey)) {
			throw new InvalidSettingException("%s: the key in %s must be an RSA key".formatted(NAME, file));
		}
		if (rsaKey.getModulus().bitLength() < SHORTEST_KEY) {
			throw new InvalidSettingException(
					"%s: the key in %s must have at least %d bits".formatted(NAME, file, SHORTEST_KEY));
		}
		for (X509Certificate certificate : certificates) {
			if (certificate.getPublicKey() instanceof RSAPublicKey publicKey
					&& publicKey.getModulus().equals(rsaKey.getModulus())) {
				return new ClientKey(rsaKey, certificate);
			}
		}
		throw new InvalidSettingException("%s: no certificate in %s belongs to the key in it".formatted(NAME, file));
	}

	/**
	 * The key as the assertion's signer wants it: PS256, known by the certificate's
	 * SHA-256 thumbprint. Source: Microsoft Entra, "Application authentication
	 * certificate credentials" (read 2026-11).
	 */
	JWK toJwk() {
		return new RSAKey.Builder((RSAPublicKey) this.certificate.getPublicKey()).privateKey(this.key)
			.algorithm(JWSAlgorithm.PS256)
			.x509CertSHA256Thumbprint(thumbprint())
			.build();
	}

	private Base64URL thumbprint() {
		try {
			return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(this.certificate.getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("no SHA-256 thumbprint of " + this, ex);
		}
	}

	Instant expiresAt() {
		return this.certificate.getNotAfter().toInstant();
	}

	@Override
	public String toString() {
		return "certificate %s, valid to %s".formatted(this.certificate.getSubjectX500Principal().getName(),
				expiresAt());
	}

}
