package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * A collection as the API answers it. Source: "Get all of a customer's orders" (read
 * 2026-11): no paging is documented, but other collections are cut without a word.
 *
 * @param <T> what it lists
 * @param items in the order of the answer
 * @param totalCount as told; null if not told
 * @param next the address of a next page, should one ever appear
 * @param notes oddities that a person should hear of; mostly empty
 */
public record Listing<T>(List<T> items, @Nullable Long totalCount, @Nullable String next, List<String> notes) {

	/**
	 * Keeps copies.
	 */
	public Listing {
		items = List.copyOf(items);
		notes = List.copyOf(notes);
	}

	/**
	 * Reads a collection.
	 * @param item reads an entry, adding notes; null if the entry cannot be used
	 * @throws UnreadableAnswerException if there is no list of entries
	 */
	static <B, T> Listing<T> of(@Nullable List<@Nullable B> bodies, BiFunction<B, List<String>, @Nullable T> item,
			@Nullable Long totalCount, @Nullable Links links) throws UnreadableAnswerException {
		if (bodies == null || bodies == LenientJson.NO_LIST) {
			throw new UnreadableAnswerException("it is no collection with items");
		}
		List<String> notes = new ArrayList<>();
		List<T> items = new ArrayList<>();
		for (B body : bodies) {
			T value = (body != null) ? item.apply(body, notes) : null;
			if (value != null) {
				items.add(value);
			}
		}
		if (items.size() < bodies.size()) {
			notes.add("%d of %d entries have no id and were left out".formatted(bodies.size() - items.size(),
					bodies.size()));
		}
		String next = (links != null && links.next() != null) ? LenientJson.filled(links.next().uri()) : null;
		Listing<T> listing = new Listing<>(items, totalCount, next, notes);
		return listing.isCut()
				? listing.noting("the list is not complete: %d of %s".formatted(bodies.size(), totalCount)) : listing;
	}

	/**
	 * Tells whether there is more than was listed: absence from it then proves nothing.
	 */
	public boolean isCut() {
		return this.next != null || (this.totalCount != null && this.totalCount > this.items.size());
	}

	private Listing<T> noting(String note) {
		List<String> more = new ArrayList<>(this.notes);
		more.add(note);
		return new Listing<>(this.items, this.totalCount, this.next, more);
	}

	record Links(@Nullable Link next) {
	}

	record Link(@Nullable String uri) {
	}

}
