package dev.bulkcheckout.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The text of one setting and the ways to read it. An empty text is no text: that is what
 * a compose file makes of a variable that is not set.
 *
 * @param name the setting's name in the environment, for messages
 * @param text what was given, null if nothing was
 */
public record Setting(String name, @Nullable String text) {

	private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}");

	/**
	 * Whether there is a text.
	 */
	public boolean isGiven() {
		return this.text != null && !this.text.isBlank();
	}

	/**
	 * The text without blanks around it; null if none was given.
	 */
	public @Nullable String orNull() {
		return (this.text != null && !this.text.isBlank()) ? this.text.strip() : null;
	}

	/**
	 * The text without blanks around it.
	 * @throws InvalidSettingException if none was given
	 */
	public String required() {
		String given = orNull();
		if (given == null) {
			throw new InvalidSettingException(this.name + " is missing");
		}
		return given;
	}

	/**
	 * The text as an address: https, or plain http toward loopback.
	 * @param fallback where none was given
	 * @throws InvalidSettingException for anything else
	 */
	public URI url(URI fallback) {
		String given = orNull();
		if (given == null) {
			return fallback;
		}
		URI url;
		try {
			url = new URI(given.replaceAll("/+$", ""));
		}
		catch (URISyntaxException ex) {
			throw new InvalidSettingException("%s is not a URL: \"%s\"".formatted(this.name, withoutUserInfo(given)));
		}
		return checked(url, withoutUserInfo(given));
	}

	private URI checked(URI url, String shown) {
		String scheme = url.getScheme();
		if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
			throw new InvalidSettingException("%s must begin with https://: \"%s\"".formatted(this.name, shown));
		}
		if (url.getHost() == null) {
			throw new InvalidSettingException("%s names no host: \"%s\"".formatted(this.name, shown));
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new InvalidSettingException(
					"%s must be a plain address, without user, ? or #: \"%s\"".formatted(this.name, shown));
		}
		if ("http".equalsIgnoreCase(scheme) && !isLoopback(url.getHost())) {
			throw new InvalidSettingException(
					"%s must begin with https://: plain http is for this machine alone (127.0.0.1, ::1, localhost), not \"%s\""
						.formatted(this.name, shown));
		}
		return url;
	}

	private static String withoutUserInfo(String url) {
		// a password may stand before the @
		return url.replaceAll("//[^/]*@", "//…@");
	}

	private static boolean isLoopback(String host) {
		if (!host.startsWith("[")) {
			return LOOPBACK.matcher(host).matches();
		}
		try {
			// a literal in brackets is read, never looked up
			return InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * The file that the text names, seen to be there, readable and not empty.
	 */
	public Path file() {
		return SecretFile.checked(this.name, required());
	}

	/**
	 * The one line that the file holds.
	 */
	public Secret secretInFile() {
		return SecretFile.read(this.name, required());
	}

	/**
	 * The secret itself, or the one in the file that the other setting names.
	 * @return null if neither is given
	 */
	public static @Nullable Secret secret(String name, @Nullable Secret secret, @Nullable String file) {
		String direct = (secret != null) ? SecretFile.bare(secret.reveal()) : "";
		Setting inFile = new Setting(name + "_FILE", file);
		if (!direct.isEmpty() && inFile.isGiven()) {
			throw new InvalidSettingException("%s and %s are both given: give one".formatted(name, inFile.name()));
		}
		if (inFile.isGiven()) {
			return inFile.secretInFile();
		}
		return direct.isEmpty() ? null : Secret.of(direct);
	}

}
