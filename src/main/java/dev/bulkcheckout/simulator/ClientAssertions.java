package dev.bulkcheckout.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the signed statement with which a client proves that it has a certificate's key.
 * Source: "Microsoft identity platform application authentication certificate
 * credentials" (read 2026-11).
 */
final class ClientAssertions {

	private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

	private static final JsonMapper JSON = JsonMapper.shared();

	private ClientAssertions() {
	}

	/**
	 * What is wrong with an assertion.
	 * @param certificate null to accept any signature
	 * @return null if nothing is
	 */
	static @Nullable String problem(Map<String, String> form, String assertion, String clientId, String tenant,
			@Nullable X509Certificate certificate) {
		if (!TYPE.equals(form.get("client_assertion_type"))) {
			return "The client_assertion_type is not " + TYPE + ".";
		}
		String[] parts = assertion.split("\\.", -1);
		if (parts.length != 3) {
			return "The assertion is not a signed JWT.";
		}
		try {
			JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
			JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
			String wrong = claimsProblem(claims, clientId, tenant);
			if (wrong != null) {
				return wrong;
			}
			String alg = text(header, "alg");
			if (!alg.equals("PS256") && !alg.equals("RS256")) {
				return "The alg is neither PS256 nor RS256.";
			}
			if (certificate == null) {
				return null;
			}
			if (!isThumbprint(header, certificate)) {
				return "The x5t or x5t#S256 does not name a certificate of the application.";
			}
			return isSigned(alg, parts, certificate) ? null : "The signature is not valid.";
		}
		catch (JacksonException | IllegalArgumentException | GeneralSecurityException ex) {
			return "The assertion cannot be read.";
		}
	}

	private static @Nullable String claimsProblem(JsonNode claims, String clientId, String tenant) {
		if (!text(claims, "aud").endsWith("/" + tenant + "/oauth2/v2.0/token")) {
			return "The aud is not this token endpoint.";
		}
		if (!text(claims, "iss").equalsIgnoreCase(clientId) || !text(claims, "sub").equalsIgnoreCase(clientId)) {
			return "The iss or sub is not the client_id.";
		}
		if (text(claims, "jti").isEmpty()) {
			return "The jti is missing.";
		}
		long now = Instant.now().getEpochSecond();
		JsonNode exp = claims.path("exp");
		JsonNode nbf = claims.path("nbf");
		if (!exp.isNumber() || exp.asLong() <= now) {
			return "The assertion has expired.";
		}
		return (nbf.isNumber() && nbf.asLong() > now + 300) ? "The assertion is not valid yet." : null;
	}

	private static boolean isThumbprint(JsonNode header, X509Certificate certificate) throws GeneralSecurityException {
		String sha256 = text(header, "x5t#S256");
		return sha256.isEmpty() ? text(header, "x5t").equals(thumbprint("SHA-1", certificate))
				: sha256.equals(thumbprint("SHA-256", certificate));
	}

	private static String thumbprint(String digest, X509Certificate certificate) throws GeneralSecurityException {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(MessageDigest.getInstance(digest).digest(certificate.getEncoded()));
	}

	private static boolean isSigned(String alg, String[] parts, X509Certificate certificate)
			throws GeneralSecurityException {
		Signature signature = Signature.getInstance(alg.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
		if (alg.equals("PS256")) {
			signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		}
		signature.initVerify(certificate.getPublicKey());
		signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
		return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

}
