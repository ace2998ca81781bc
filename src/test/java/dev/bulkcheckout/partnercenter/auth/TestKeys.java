package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Key stores and PEM files in a directory. The JDK's keytool makes each of them once, as
 * it takes seconds; keys of the same name are the same in every directory.
 */
public final class TestKeys {

	public static final String PASSWORD = "0pener-of-keys";

	private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

	private final Path directory;

	public TestKeys(Path directory) {
		this.directory = directory;
	}

	/** An application's key and self-signed certificate. */
	public Path pkcs12(String alias, String... more) throws IOException {
		List<String> key = Stream.concat(Stream.of(alias), Stream.of(more)).toList();
		return store(alias + ".p12", key, (store) -> keytool(store, alias, more));
	}

	/** A key and its certificate as PEM. */
	public Path pem(Path pkcs12, String alias) throws IOException, GeneralSecurityException {
		KeyStore store = load(pkcs12);
		String text = block("PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded())
				+ block("CERTIFICATE", store.getCertificate(alias).getEncoded());
		return Files.writeString(this.directory.resolve(alias + ".pem"), text);
	}

	/**
	 * A CA and a server certificate of it for 127.0.0.1, login.example and api.example,
	 * in one store.
	 */
	public Path authority() throws IOException {
		return store("tls.p12", List.of("authority"), (store) -> {
			keytool(store, "ca", "-ext", "bc:c");
			keytool(store, "server", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:login.example,dns:api.example");
		});
	}

	private Path store(String name, List<String> key, Consumer<Path> maker) throws IOException {
		Path store = this.directory.resolve(name);
		return Files.write(store, MADE.computeIfAbsent(key, (unused) -> {
			try {
				maker.accept(store);
				return Files.readAllBytes(store);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
	}

	/** The CA alone, as an operator would give it to the JVM. */
	public Path trustStore(Path authority, String name) throws IOException, GeneralSecurityException {
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry("ca", load(authority).getCertificate("ca"));
		Path store = this.directory.resolve(name);
		try (var out = Files.newOutputStream(store)) {
			trust.store(out, PASSWORD.toCharArray());
		}
		return store;
	}

	SSLContext server(Path authority) throws IOException, GeneralSecurityException {
		KeyStore server = serverAlone(authority);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(server, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	/**
	 * The server's key and certificate without the CA's key, as a server would have it.
	 */
	public Path serverStore(Path authority) throws IOException, GeneralSecurityException {
		Path store = this.directory.resolve("server.p12");
		try (var out = Files.newOutputStream(store)) {
			serverAlone(authority).store(out, PASSWORD.toCharArray());
		}
		return store;
	}

	private static KeyStore serverAlone(Path authority) throws IOException, GeneralSecurityException {
		KeyStore all = load(authority);
		KeyStore server = KeyStore.getInstance("PKCS12");
		server.load(null, null);
		Certificate[] chain = { all.getCertificate("server"), all.getCertificate("ca") };
		server.setKeyEntry("server", all.getKey("server", PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
		return server;
	}

	public static KeyStore load(Path store) throws IOException, GeneralSecurityException {
		KeyStore loaded = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			loaded.load(in, PASSWORD.toCharArray());
		}
		return loaded;
	}

	private static String block(String name, byte[] der) {
		return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(name,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der), name);
	}

	private static void keytool(Path store, String alias, String... more) {
		String keytool = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "keytool").toString();
		List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-dname", "CN=" + alias,
				"-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD, "-validity", "30"));
		command.addAll(List.of(more));
		if (!command.contains("-keyalg")) {
			command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
		}
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
