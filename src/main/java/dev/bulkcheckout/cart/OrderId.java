package dev.bulkcheckout.cart;

/**
 * An order's id: opaque and case-sensitive. Source: "Get an order by ID" (read 2026-11)
 * and published samples: a GUID, 12 hex digits, or 33 characters of mixed case with
 * {@code -} and {@code _}.
 *
 * @param value the id as it was received
 */
public record OrderId(String value) {

	/**
	 * Refuses an id that names nothing.
	 */
	public OrderId {
		if (value.isBlank()) {
			throw new IllegalArgumentException("order id is blank");
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}
