package dev.bulkcheckout.partnercenter;

/**
 * Cuts texts for people.
 */
public final class Shortened {

	private Shortened() {
	}

	/**
	 * The text, or its beginning and {@code …}; never half a surrogate pair.
	 */
	public static String to(int length, String text) {
		if (text.length() <= length) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
		return text.substring(0, end) + "…";
	}

}
