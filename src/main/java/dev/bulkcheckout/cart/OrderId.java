package dev.bulkcheckout.cart;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An order's id: opaque and case-sensitive, except that a GUID is the same in capitals
 * and in small letters. Source: "Get an order by ID" (read 2026-11) and published
 * samples: a GUID, 12 hex digits, or 33 characters of mixed case with {@code -} and
 * {@code _}; that the case of GUIDs differs from call to call is what users report.
 *
 * @param value the id as it was received
 */
public record OrderId(String value) {

	private static final Pattern GUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

	/**
	 * Refuses an id that names nothing.
	 */
	public OrderId {
		if (value.isBlank()) {
			throw new IllegalArgumentException("order id is blank");
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OrderId(String id)
				&& (this.value.equals(id) || (isGuid() && this.value.equalsIgnoreCase(id)));
	}

	@Override
	public int hashCode() {
		return this.value.toLowerCase(Locale.ROOT).hashCode();
	}

	/**
	 * Whether it is a GUID, of which case says nothing.
	 */
	public boolean isGuid() {
		return GUID.matcher(this.value).matches();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
