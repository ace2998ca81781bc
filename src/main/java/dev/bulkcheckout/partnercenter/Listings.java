package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the API's collections: {@code items}, {@code totalCount}, {@code links.next}.
 */
final class Listings {

	private Listings() {
	}

	/**
	 * Reads a collection.
	 * @param item reads an entry, adding notes; null if the entry cannot be used
	 * @return unreadable if there is no list of entries
	 */
	static <T> Reading<Listing<T>> read(Body body, BiFunction<JsonNode, List<String>, @Nullable T> item) {
		JsonNode collection = (body instanceof Body.Json(JsonNode root)) ? root : null;
		JsonNode items = Members.member(collection, "items");
		if (items == null || !items.isArray()) {
			return new Reading.Unreadable<>("it is no collection with items");
		}
		List<String> notes = new ArrayList<>();
		List<T> read = new ArrayList<>();
		for (JsonNode node : items) {
			T value = item.apply(node, notes);
			if (value != null) {
				read.add(value);
			}
		}
		if (read.size() < items.size()) {
			notes.add("%d of %d entries have no id and were left out".formatted(items.size() - read.size(),
					items.size()));
		}
		Listing<T> listing = new Listing<>(read, Members.whole(collection, "totalCount"),
				Members.filledText(Members.member(Members.member(collection, "links"), "next"), "uri"));
		if (listing.isCut()) {
			notes.add("the list is not complete: %d of %s".formatted(items.size(), listing.totalCount()));
		}
		return new Reading.Of<>(listing, notes);
	}

}
