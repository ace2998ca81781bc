package dev.bulkcheckout.cart;

import org.jspecify.annotations.Nullable;

/**
 * A cart's id: a GUID, kept as received, compared without regard to case.
 *
 * @param value the GUID as it was received
 */
public record CartId(String value) {

	/**
	 * Checks the form once, so that no other text ever reaches a URL.
	 * @throws IllegalArgumentException if the value is not a GUID
	 */
	public CartId {
		Guid.check("cart-id", value);
	}

	/**
	 * Tells whether a text could be such an id.
	 */
	public static boolean isValid(@Nullable String value) {
		return Guid.isValid(value);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CartId that && this.value.equalsIgnoreCase(that.value);
	}

	@Override
	public int hashCode() {
		return Guid.hash(this.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
