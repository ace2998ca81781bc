package dev.bulkcheckout.simulator;

import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes JSON. */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.shared();

	/** A surrogate whose other half is missing has no bytes of its own in UTF-8. */
	private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ArrayNode array() {
		return MAPPER.createArrayNode();
	}

	/** An object that says what it is in its attributes. */
	static String resource(ObjectNode resource, String objectType) {
		resource.putObject("attributes").put("objectType", objectType);
		return text(resource);
	}

	/** Any node or record as text. */
	static String text(Object value) {
		return LONE_SURROGATE.matcher(MAPPER.writeValueAsString(value))
			.replaceAll((lone) -> "\\\\u" + Integer.toHexString(lone.group().charAt(0)));
	}

}
