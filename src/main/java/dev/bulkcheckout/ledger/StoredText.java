package dev.bulkcheckout.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Text as PostgreSQL can hold it: without NUL, and without halves of surrogate pairs. An
 * answer with such a character must not keep its orders out of the ledger.
 */
final class StoredText {

	private StoredText() {
	}

	static @Nullable String of(@Nullable String text) {
		if (text == null || text.chars().noneMatch((c) -> c == 0 || Character.isSurrogate((char) c))) {
			return text;
		}
		StringBuilder kept = new StringBuilder(text.length());
		text.codePoints()
			.map((c) -> (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) ? '\uFFFD' : c)
			.forEach(kept::appendCodePoint);
		return kept.toString();
	}

}
