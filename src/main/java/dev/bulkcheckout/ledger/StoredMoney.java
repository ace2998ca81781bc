package dev.bulkcheckout.ledger;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A price as PostgreSQL can hold it, exactly or not at all. Of a number with an absurd
 * exponent the driver makes another number without a word, or refuses the whole batch
 * (seen with pgjdbc 42.7: 1e200000, 1e-20000); such a price must not keep its order out
 * of the ledger.
 */
final class StoredMoney {

	private static final int MOST_DIGITS = 1000;

	private StoredMoney() {
	}

	/**
	 * The price; null for none, and for one of more than a thousand digits before or
	 * after the point.
	 */
	static @Nullable BigDecimal of(@Nullable BigDecimal price) {
		if (price == null || Math.abs((long) price.scale()) > MOST_DIGITS
				|| (long) price.precision() - price.scale() > MOST_DIGITS) {
			return null;
		}
		return price;
	}

}
