package dev.bulkcheckout.partnercenter;

import tools.jackson.databind.JsonNode;

/**
 * An answer's body, read as far as it can be.
 */
public sealed interface Body {

	/**
	 * A JSON document. Numbers with a fraction are exact ({@code BigDecimal}).
	 *
	 * @param root the whole document
	 */
	record Json(JsonNode root) implements Body {
	}

	/**
	 * Nothing, or nothing but blanks.
	 */
	record Empty() implements Body {
	}

	/**
	 * Something that is not JSON, or too much of it.
	 *
	 * @param reason why it cannot be read, for the operator
	 */
	record Unreadable(String reason) implements Body {
	}

}
