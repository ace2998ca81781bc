package dev.bulkcheckout.cart;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256, which every Java platform has.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * One that is to be fed.
	 */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Of bytes.
	 */
	public static byte[] of(byte[] bytes) {
		return digest().digest(bytes);
	}

}
