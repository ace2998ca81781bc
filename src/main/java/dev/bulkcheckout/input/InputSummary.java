package dev.bulkcheckout.input;

import org.jspecify.annotations.Nullable;

/**
 * What was found in an input.
 *
 * @param carts rows that name a cart, repeats included
 * @param rejected rows that do not
 * @param firstRejected the first of those; null if there is none
 * @param notice what the operator should know although no row was refused for it; null if
 * there is nothing
 */
public record InputSummary(long carts, long rejected, @Nullable RejectedRow firstRejected, @Nullable String notice) {

	/**
	 * Carts and rejected rows together; a header, blank lines and their like are none.
	 */
	public long rows() {
		return this.carts + this.rejected;
	}

}
