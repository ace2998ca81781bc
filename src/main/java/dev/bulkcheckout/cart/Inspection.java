package dev.bulkcheckout.cart;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a cart said of itself before anything is bought. Source: "Cart resources" (read
 * 2026-11).
 *
 * @param verdict whether it would go
 * @param reason why not, for the operator; null for one that would go
 * @param expiresAt when it can no longer be checked out; null if it does not say
 * @param lines of the cart, add-ons included
 * @param quantity of all lines together; null where a line tells none
 * @param currencyCode of all its lines; null where they differ or tell none
 * @param price without tax, the sum of its lines; null where one tells none
 * @param agreement what its customer has accepted; null if that was not looked at
 * @param lastModified as received, to be compared with a later reading
 * @param inspectedAt when it was read
 */
public record Inspection(InspectionVerdict verdict, @Nullable String reason, @Nullable Instant expiresAt, int lines,
		@Nullable Long quantity, @Nullable String currencyCode, @Nullable BigDecimal price, @Nullable String agreement,
		@Nullable String lastModified, Instant inspectedAt) {

	/**
	 * One of which nothing was read.
	 */
	public static Inspection unread(InspectionVerdict verdict, String reason, Instant inspectedAt) {
		return new Inspection(verdict, reason, null, 0, null, null, null, null, null, inspectedAt);
	}

}
