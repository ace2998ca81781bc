package dev.bulkcheckout.page.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bulkcheckout.action.ActionRefusedException;
import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.cart.Outcome;

/**
 * The fields of a request, of JSON or a form. A field that nobody heeds is refused: it
 * was meant to change something.
 */
final class ActionBody {

	/** Fields of the page's forms that are no part of what is asked for. */
	private static final Set<String> OF_FORMS = Set.of("_csrf", ActionBody.KEY, "sure");

	/** What a form calls the header {@code Idempotency-Key}. */
	static final String KEY = "idempotencyKey";

	private static final String CONFIRM = "confirm";

	private static final String OF_AN_OUTCOME = "carts-";

	private static final String OUTCOMES = "outcomes";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Map<String, List<String>> fields;

	private ActionBody(Map<String, List<String>> fields) {
		this.fields = fields;
	}

	/**
	 * Reads an object whose members are texts, numbers, booleans or arrays of texts.
	 * @param json empty or null for no field
	 * @param allowed names of fields
	 * @throws ActionRefusedException if it is something else
	 */
	static ActionBody ofJson(@Nullable String json, String... allowed) {
		Map<String, List<String>> fields = new TreeMap<>();
		if (json != null && !json.isBlank()) {
			object(json).properties()
				.forEach((member) -> fields.put(member.getKey(), texts(member.getKey(), member.getValue())));
		}
		return checked(fields, Set.of(allowed));
	}

	private static JsonNode object(String json) {
		try {
			JsonNode node = JSON.readTree(json);
			if (node.isObject()) {
				return node;
			}
		}
		catch (JacksonException ex) {
			throw new ActionRefusedException(Reason.MALFORMED, "the body is no JSON: " + ex.getOriginalMessage());
		}
		throw new ActionRefusedException(Reason.MALFORMED, "the body must be a JSON object");
	}

	private static List<String> texts(String name, JsonNode value) {
		if (value.isNull()) {
			return List.of();
		}
		if (value.isArray()) {
			return value.valueStream().map((each) -> text(name, each)).toList();
		}
		return List.of(text(name, value));
	}

	private static String text(String name, JsonNode value) {
		if (!value.isString() && !value.isIntegralNumber() && !value.isBoolean()) {
			throw new ActionRefusedException(Reason.INVALID, "the field " + name + " has a value of the wrong type");
		}
		return value.asString();
	}

	/**
	 * Reads a form, which calls the confirmed number {@code carts}. Where outcomes can be
	 * ticked off without a script, it has the number of each, such as
	 * {@code carts-REFUSED}: those of the ticked ones are confirmed.
	 */
	static ActionBody ofForm(MultiValueMap<String, String> form, String... allowed) {
		Map<String, List<String>> fields = new TreeMap<>(form);
		fields.keySet().removeAll(OF_FORMS);
		List<String> whole = fields.remove("carts");
		Map<String, List<String>> each = new TreeMap<>();
		fields.keySet()
			.stream()
			.filter((name) -> name.startsWith(OF_AN_OUTCOME))
			.toList()
			.forEach((name) -> each.put(name, List.copyOf(fields.remove(name))));
		if (!each.isEmpty()) {
			fields.put(CONFIRM, List.of(sum(each, outcomes(fields.getOrDefault(OUTCOMES, List.of())))));
		}
		else if (whole != null) {
			fields.put(CONFIRM, whole);
		}
		return checked(fields, Set.of(allowed));
	}

	private static String sum(Map<String, List<String>> each, Set<Outcome> outcomes) {
		long sum = 0;
		for (Outcome outcome : outcomes) {
			for (String carts : each.getOrDefault(OF_AN_OUTCOME + outcome.name(), List.of())) {
				sum += number(carts);
			}
		}
		return Long.toString(sum);
	}

	private static ActionBody checked(Map<String, List<String>> fields, Set<String> allowed) {
		fields.keySet().stream().filter((name) -> !allowed.contains(name)).findFirst().ifPresent((name) -> {
			String only = allowed.isEmpty() ? "" : ", only " + String.join(", ", allowed.stream().sorted().toList());
			throw new ActionRefusedException(Reason.INVALID, "there is no field '%s' here%s".formatted(name, only));
		});
		return new ActionBody(fields);
	}

	/**
	 * The value of a field; null if it is not there or empty.
	 * @throws ActionRefusedException if there are several
	 */
	@Nullable String text(String name) {
		List<String> values = this.fields.getOrDefault(name, List.of());
		if (values.size() > 1) {
			throw new ActionRefusedException(Reason.INVALID, "the field " + name + " is there more than once");
		}
		return (values.isEmpty() || values.getFirst().isEmpty()) ? null : values.getFirst();
	}

	/**
	 * Whether a field says so.
	 */
	boolean flag(String name) {
		String value = text(name);
		if (value != null && !value.equals("true") && !value.equals("false")) {
			throw new ActionRefusedException(Reason.INVALID, "the field " + name + " must be true or false");
		}
		return "true".equals(value);
	}

	/**
	 * The number of carts that is confirmed.
	 */
	@Nullable Long confirmed() {
		String value = text(CONFIRM);
		return (value != null) ? number(value) : null;
	}

	private static Long number(String text) {
		try {
			return Long.valueOf(text);
		}
		catch (NumberFormatException ex) {
			throw new ActionRefusedException(Reason.INVALID, "the field confirm must be a number of carts");
		}
	}

	/**
	 * The outcomes of a rerun; without any those that the command takes.
	 */
	Set<Outcome> outcomes() {
		return outcomes(this.fields.getOrDefault(OUTCOMES, List.of()));
	}

	/**
	 * Outcomes by name, as the command has them or as the JSON of a run has.
	 */
	static Set<Outcome> outcomes(List<String> names) {
		Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
		names.stream()
			.flatMap((list) -> Arrays.stream(list.split(",", -1)))
			.forEach((name) -> outcomes.add(outcome(name)));
		return outcomes.isEmpty() ? EnumSet.of(Outcome.REFUSED, Outcome.UNKNOWN, Outcome.NOT_ATTEMPTED) : outcomes;
	}

	/**
	 * The outcome of that name.
	 */
	static Outcome outcome(String name) {
		String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
		return Arrays.stream(Outcome.values())
			.filter((outcome) -> outcome.name().equals(constant))
			.findFirst()
			.orElseThrow(() -> new ActionRefusedException(Reason.INVALID,
					"there is no outcome of that name; there are " + Arrays.toString(Outcome.values())));
	}

}
