package dev.bulkcheckout.simulator;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * A cart of a customer, without the case of its ids.
 *
 * @param customerHigh first half of the customer's id
 * @param customerLow second half
 * @param cartHigh first half of the cart's id
 * @param cartLow second half
 */
record CartKey(long customerHigh, long customerLow, long cartHigh, long cartLow) {

	private static final HexFormat HEX = HexFormat.of();

	/**
	 * The cart these ids name.
	 * @return null if one of them is no GUID
	 */
	static @Nullable CartKey of(String customer, String cart) {
		return isGuid(customer) && isGuid(cart) ? new CartKey(high(customer), low(customer), high(cart), low(cart))
				: null;
	}

	String customer() {
		return guid(this.customerHigh, this.customerLow);
	}

	String cart() {
		return guid(this.cartHigh, this.cartLow);
	}

	/** The same for the same ids in every simulator. */
	long hash() {
		return StableRandom.of(StableRandom.of(this.cartHigh, this.cartLow),
				StableRandom.of(this.customerHigh, this.customerLow));
	}

	static long customerHash(long high, long low) {
		return StableRandom.of(high, low);
	}

	static boolean isGuid(String id) {
		if (id.length() != 36) {
			return false;
		}
		for (int i = 0; i < 36; i++) {
			char c = id.charAt(i);
			boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
			if (hyphen ? c != '-' : !HexFormat.isHexDigit(c)) {
				return false;
			}
		}
		return true;
	}

	static long high(String guid) {
		return HexFormat.fromHexDigitsToLong(guid, 0, 8) << 32 | HexFormat.fromHexDigitsToLong(guid, 9, 13) << 16
				| HexFormat.fromHexDigitsToLong(guid, 14, 18);
	}

	static long low(String guid) {
		return HexFormat.fromHexDigitsToLong(guid, 19, 23) << 48 | HexFormat.fromHexDigitsToLong(guid, 24, 36);
	}

	static String guid(long high, long low) {
		String head = HEX.toHexDigits(high);
		String tail = HEX.toHexDigits(low);
		return head.substring(0, 8) + '-' + head.substring(8, 12) + '-' + head.substring(12) + '-'
				+ tail.substring(0, 4) + '-' + tail.substring(4);
	}

}
