package dev.bulkcheckout.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of an input file's bytes: what makes two files the same input.
 */
public final class InputDigest {

	private final MessageDigest digest;

	InputDigest() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Reads a file once, as a stream.
	 * @return 64 lower-case hex digits
	 * @throws UnusableInputException if the file is not there, empty, or cannot be read
	 */
	public static String sha256(Path file) {
		InputDigest digest = new InputDigest();
		try (InputStream in = digest.following(InputSource.open(file))) {
			in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw InputSource.unreadable(file, ex);
		}
		return digest.hex();
	}

	/**
	 * Digests what is read from now on.
	 */
	InputStream following(InputStream in) {
		return new DigestInputStream(in, this.digest);
	}

	/**
	 * The digest of what was read; to be asked once, after the last byte.
	 */
	String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

}
