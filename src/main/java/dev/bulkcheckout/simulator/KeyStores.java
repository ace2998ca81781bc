package dev.bulkcheckout.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes what HTTPS needs from a PKCS#12 file. */
final class KeyStores {

	private KeyStores() {
	}

	/**
	 * A context that shows the key in this file.
	 * @throws IllegalArgumentException if the file cannot be read as a PKCS#12 store
	 */
	static SSLContext context(SimulatorSettings.Tls tls) {
		try (InputStream in = Files.newInputStream(tls.keyStore())) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, tls.password().toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, tls.password().toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalArgumentException(
					"tried to read the key store " + tls.keyStore() + " as PKCS#12 but got: " + ex.getMessage(), ex);
		}
	}

}
