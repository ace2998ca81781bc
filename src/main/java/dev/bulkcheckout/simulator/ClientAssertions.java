package dev.bulkcheckout.simulator;

import java.security.cert.X509Certificate;
import java.util.Map;

import org.jspecify.annotations.Nullable;

final class ClientAssertions {

	private ClientAssertions() {
	}

	static @Nullable String problem(Map<String, String> form, String assertion, String clientId, String tenant,
			@Nullable X509Certificate certificate) {
		return null;
	}

}
