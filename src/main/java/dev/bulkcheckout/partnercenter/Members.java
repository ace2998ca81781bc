package dev.bulkcheckout.partnercenter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads members of JSON objects as the API writes them: names in varying case, numbers as
 * strings and the other way round, absent, null. What cannot be read is null, not an
 * exception.
 */
final class Members {

	/** Far above any price, far below what a database column refuses. */
	private static final int MOST_DIGITS = 30;

	private Members() {
	}

	/**
	 * The member of that name, else one whose name differs in case only; null if there is
	 * none, if it is JSON null, or if the node is no object.
	 */
	static @Nullable JsonNode member(@Nullable JsonNode node, String name) {
		if (node == null || !node.isObject()) {
			return null;
		}
		JsonNode exact = node.get(name);
		if (exact != null) {
			return exact.isNull() ? null : exact;
		}
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			if (property.getKey().equalsIgnoreCase(name) && !property.getValue().isNull()) {
				return property.getValue();
			}
		}
		return null;
	}

	/**
	 * A member as text: a string as it stands, a number or boolean as it is written, an
	 * object as JSON. Characters that no database takes are left out.
	 */
	static @Nullable String text(@Nullable JsonNode node, String name) {
		JsonNode member = member(node, name);
		if (member == null) {
			return null;
		}
		if (member.isNumber()) {
			BigDecimal number = member.decimalValue();
			return isSane(number) ? plain(number) : member.toString();
		}
		return storable(member.isString() ? member.stringValue() : member.toString());
	}

	/**
	 * As {@link #text}, but null if blank.
	 */
	static @Nullable String filledText(@Nullable JsonNode node, String name) {
		String text = text(node, name);
		return (text == null || text.isBlank()) ? null : text.strip();
	}

	/**
	 * A member as an exact number, from a number or a string; null if it is neither, or
	 * has more digits than any price.
	 */
	static @Nullable BigDecimal number(@Nullable JsonNode node, String name) {
		JsonNode member = member(node, name);
		try {
			if (member != null && member.isNumber()) {
				return sane(member.decimalValue());
			}
			if (member != null && member.isString() && member.stringValue().length() <= MOST_DIGITS) {
				return sane(new BigDecimal(member.stringValue().strip()));
			}
			return null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * A member as a whole number; null if it is none.
	 */
	static @Nullable Long whole(@Nullable JsonNode node, String name) {
		BigDecimal number = number(node, name);
		try {
			return (number != null) ? number.longValueExact() : null;
		}
		catch (ArithmeticException ex) {
			return null;
		}
	}

	/**
	 * A member as yes or no, from a boolean or its word; null if it is neither.
	 */
	static @Nullable Boolean flag(@Nullable JsonNode node, String name) {
		String text = text(node, name);
		if ("true".equalsIgnoreCase(text)) {
			return Boolean.TRUE;
		}
		return "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
	}

	/**
	 * The elements of an array member; empty if it is absent, null or no array.
	 */
	static List<JsonNode> elements(@Nullable JsonNode node, String name) {
		List<JsonNode> elements = new ArrayList<>();
		JsonNode member = member(node, name);
		if (member != null && member.isArray()) {
			member.forEach(elements::add);
		}
		return elements;
	}

	private static @Nullable BigDecimal sane(BigDecimal number) {
		return isSane(number) ? number : null;
	}

	private static boolean isSane(BigDecimal number) {
		return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
	}

	private static String plain(BigDecimal number) {
		BigInteger whole = number.toBigInteger();
		return (number.compareTo(new BigDecimal(whole)) == 0) ? whole.toString() : number.toPlainString();
	}

	/**
	 * PostgreSQL takes neither NUL nor half of a surrogate pair, and an outcome that
	 * cannot be settled is a lost order.
	 */
	private static String storable(String text) {
		boolean clean = text.chars().noneMatch((c) -> c == 0 || Character.isSurrogate((char) c));
		if (clean) {
			return text;
		}
		StringBuilder storable = new StringBuilder(text.length());
		text.codePoints()
			.filter((point) -> point != 0)
			.forEach((point) -> storable.appendCodePoint((point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point));
		return storable.toString();
	}

}
