package dev.bulkcheckout.simulator;

import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A cart of a customer, without the case of its ids.
 *
 * @param customer the customer's id
 * @param cart the cart's id
 */
record CartKey(UUID customer, UUID cart) {

	private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	/**
	 * The cart these ids name.
	 * @return null if one of them is no GUID
	 */
	static @Nullable CartKey of(String customer, String cart) {
		return isGuid(customer) && isGuid(cart) ? new CartKey(UUID.fromString(customer), UUID.fromString(cart)) : null;
	}

	/** The same for the same ids in every simulator. */
	long hash() {
		return StableRandom.of(hash(this.cart), hash(this.customer));
	}

	static boolean isGuid(String id) {
		return GUID.matcher(id).matches();
	}

	private static long hash(UUID id) {
		return StableRandom.of(id.getMostSignificantBits(), id.getLeastSignificantBits());
	}

}
