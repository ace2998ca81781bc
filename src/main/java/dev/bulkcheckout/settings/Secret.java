package dev.bulkcheckout.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * A text that must not be seen: nothing but {@link #reveal()} gives it away. Not a record
 * and not serializable, so that no printer, mapper or debugger view finds a component.
 */
public final class Secret {

	private static final String MASK = "(secret)";

	private final String text;

	private Secret(String text) {
		this.text = text;
	}

	/**
	 * Wraps a text. Refuses none, since a refusal could quote it.
	 */
	public static Secret of(String text) {
		return new Secret(text);
	}

	/**
	 * Reads the one line of a file; blanks, line ends and byte order marks around it are
	 * not part of it.
	 * @param name the setting that names the file, for messages
	 * @throws InvalidSettingException if there is no such line
	 */
	public static Secret inFile(String name, String file) {
		return SecretFile.read(name, file.strip());
	}

	/**
	 * The text itself, for the request that needs it and nothing else.
	 */
	public String reveal() {
		return this.text;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Secret that && MessageDigest.isEqual(this.text.getBytes(StandardCharsets.UTF_8),
				that.text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public int hashCode() {
		// a hash of the text would be a hint at it
		return Secret.class.hashCode();
	}

	@Override
	public String toString() {
		return MASK;
	}

}
