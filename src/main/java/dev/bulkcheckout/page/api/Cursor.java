package dev.bulkcheckout.page.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;

/**
 * Where the next page of a list begins, as a text that says nothing to whoever sends it
 * back.
 */
final class Cursor {

	private static final long LONGEST_PAGE = 1000;

	private Cursor() {
	}

	/**
	 * The text for a place.
	 * @param list what is listed, so that a cursor of one list is none of another
	 */
	static String of(String list, long place) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((list + ":" + place).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The place that a text stands for; empty without one.
	 * @throws ActionRefusedException if it is none of ours
	 */
	static OptionalLong read(String list, @Nullable String cursor) {
		if (cursor == null || cursor.isEmpty()) {
			return OptionalLong.empty();
		}
		try {
			String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			if (text.startsWith(list + ":")) {
				return OptionalLong.of(Long.parseLong(text.substring(list.length() + 1)));
			}
		}
		catch (IllegalArgumentException ex) {
			// said below
		}
		throw new ActionRefusedException(Reason.INVALID, "the cursor is none that this list gave out");
	}

	/**
	 * How many entries a page has.
	 * @throws ActionRefusedException if it makes no sense
	 */
	static int limit(int asked) {
		if (asked < 1 || asked > LONGEST_PAGE) {
			throw new ActionRefusedException(Reason.INVALID, "limit must be from 1 to " + LONGEST_PAGE);
		}
		return asked;
	}

}
