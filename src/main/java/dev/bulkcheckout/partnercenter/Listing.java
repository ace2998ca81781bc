package dev.bulkcheckout.partnercenter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A collection as the API answers it. Source: "Get all of a customer's orders" (read
 * 2026-11): no paging is documented, but other collections are cut without a word.
 *
 * @param <T> what it lists
 * @param items in the order of the answer
 * @param totalCount as told; null if not told
 * @param next the address of a next page, should one ever appear
 */
public record Listing<T>(List<T> items, @Nullable Long totalCount, @Nullable String next) {

	/**
	 * Keeps a copy.
	 */
	public Listing {
		items = List.copyOf(items);
	}

	/**
	 * Tells whether there is more than was listed: absence from it then proves nothing.
	 */
	public boolean isCut() {
		return this.next != null || (this.totalCount != null && this.totalCount > this.items.size());
	}

}
